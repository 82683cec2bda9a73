/** The checkpoints of the library's adapters: tried like the adapter itself, compared, and kept as adapters of their own. */

import { create } from 'zustand';
import type { AdapterPlace } from '../../../contract/adapters.ts';
import type { Outcome } from '../../../contract/errors.ts';
import { StudioError } from '../../../contract/errors.ts';
import { newRecordId } from '../../../kit/records/recordId.ts';
import { outcomeOf } from '../../../kit/worker/outcome.ts';
import { keep, readKept } from '../../../session/noticesStore.ts';
import { copyAdapter } from '../../../session/studioClient.ts';
import { keepLora } from '../keepLora.ts';
import { type KeptAdapter, useLibrary } from '../libraryStore.ts';
import { checkpointId, keptCheckpoints } from '../records/keptCheckpoints.ts';
import type { LibraryRecord } from '../records/libraryFields.ts';

interface CheckpointsState {
  /** The steps of each run that are kept, in ascending order. A run's id is its adapter's. */
  steps: Readonly<Record<string, readonly number[]>>;
}

export const useCheckpoints = create<CheckpointsState>(() => ({ steps: {} }));

const NO_STEPS: readonly number[] = [];

/** The steps of an adapter's run that are kept, its last one left out, which is the adapter itself. */
export function stepsOf({ steps }: CheckpointsState, run: string): readonly number[] {
  return steps[run] ?? NO_STEPS;
}

/** The steps of several adapters' runs, their last ones too, in ascending order. */
export function useStepsOf(adapters: readonly { id: string }[]): number[] {
  const checkpoints = useCheckpoints();
  const library = useLibrary((state) => state.adapters);
  const steps = library
    .filter(({ id }) => adapters.some((adapter) => adapter.id === id))
    .flatMap((record) => [...stepsOf(checkpoints, record.id), finalStep(record) ?? []].flat());
  return [...new Set(steps)].sort((a, b) => a - b);
}

/** Finds out which there are, without reading their numbers, unless these have to move out of earlier versions' records. */
export async function loadCheckpoints(): Promise<void> {
  for (const { run, step } of await readKept('the checkpoints', () => keptCheckpoints.readAll())) addStep(run, step);
}

/** Keeps what a run had learnt by a step; its numbers have been stored. @throws StorageError */
export async function keepCheckpoint(run: string, step: number): Promise<void> {
  await keptCheckpoints.write({ id: checkpointId(run, step), run, step });
  addStep(run, step);
}

function addStep(run: string, step: number): void {
  useCheckpoints.setState(({ steps }) => ({
    steps: { ...steps, [run]: [...new Set([...(steps[run] ?? []), step])].sort((a, b) => a - b) },
  }));
}

/** The step that the adapter itself stands for, or null where it was not trained here. */
export function finalStep({ origin }: KeptAdapter): number | null {
  return origin.kind === 'trained' ? origin.stepsDone : null;
}

/**
 * Where the adapter lies as it was after a step; without one, or with its last, as it is.
 * @throws StudioError where that checkpoint is gone
 */
export function adapterAt(record: KeptAdapter, step: number | undefined): AdapterPlace {
  const { id, name } = record;
  if (step === undefined || step === finalStep(record)) return { id };
  if (stepsOf(useCheckpoints.getState(), id).includes(step)) return { id, step };
  throw new StudioError({
    code: 'adapter-mismatch',
    message: `The checkpoint of “${name}” at step ${step} is not kept.`,
    advice: 'Choose another step, or the finished adapter.',
  });
}

/** Makes a checkpoint an adapter of its own in the library. */
export function keepAsAdapter(record: KeptAdapter, step: number): Promise<Outcome<KeptAdapter>> {
  return outcomeOf(() => putInLibrary(record, step));
}

async function putInLibrary(record: KeptAdapter, step: number): Promise<KeptAdapter> {
  const id = newRecordId();
  const copy = await copyAdapter(adapterAt(record, step), id);
  const { adapter: _, method: __, fewSteps, origin, ...about } = record;
  const upTo = <T extends { step: number }>(points: readonly T[]) => points.filter((point) => point.step <= step);
  const fields: LibraryRecord = {
    ...about,
    id,
    name: `${record.name}, step ${step}`,
    createdAt: Date.now(),
    origin:
      origin.kind === 'trained'
        ? {
            ...origin,
            losses: upTo(origin.losses),
            ...(origin.evaluations && { evaluations: upTo(origin.evaluations) }),
            stepsDone: step,
            stopped: true,
          }
        : origin,
  };
  return (await keepLora(fields, { ...copy, fewSteps })).record;
}

/** Takes the checkpoints of a run from the library, their numbers not yet; gives what puts them back. */
export async function removeCheckpoints(run: string): Promise<() => Promise<void>> {
  const removed = stepsOf(useCheckpoints.getState(), run);
  if (removed.length === 0) return async () => undefined;
  useCheckpoints.setState(({ steps: { [run]: _, ...others } }) => ({ steps: others }));
  await keep(() => keptCheckpoints.removeSome(removed.map((step) => checkpointId(run, step))));
  return async () => {
    for (const step of removed) await keep(() => keepCheckpoint(run, step));
  };
}
