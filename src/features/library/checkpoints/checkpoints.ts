/** The checkpoints of the library's adapters: tried like the adapter itself, compared, and kept as adapters of their own. */

import { create } from 'zustand';
import type { LoraAdapter } from '../../../contract/adapters.ts';
import type { Outcome } from '../../../contract/errors.ts';
import { StudioError } from '../../../contract/errors.ts';
import { newRecordId } from '../../../kit/records/recordId.ts';
import { outcomeOf } from '../../../kit/worker/outcome.ts';
import { keep, notifyError, readKept } from '../../../session/noticesStore.ts';
import { adapterRepository, type KeptAdapter, useLibrary } from '../libraryStore.ts';
import { checkpointId, checkpointPlace, keptCheckpoints } from '../records/keptCheckpoints.ts';

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

/** Finds out which there are, without reading their numbers. */
export async function loadCheckpoints(): Promise<void> {
  try {
    for (const { run, step } of (await keptCheckpoints.ids()).map(checkpointPlace)) addStep(run, step);
  } catch (error) {
    notifyError(error);
  }
}

/** Keeps what a run had learnt by a step. @throws StorageError */
export async function keepCheckpoint(run: string, step: number, theta: Float32Array<ArrayBuffer>): Promise<void> {
  await keptCheckpoints.write({ id: checkpointId(run, step), run, step, theta });
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
 * The adapter as it was after a step; without one, or with its last, as it is.
 * @throws StudioError where that checkpoint is gone
 */
export async function adapterAt(record: KeptAdapter, step: number | undefined): Promise<LoraAdapter> {
  if (step === undefined || step === finalStep(record)) return record.adapter;
  const [checkpoint] = await readKept('the checkpoints', () =>
    keptCheckpoints.readSome([checkpointId(record.id, step)]),
  );
  if (checkpoint?.theta.length === record.adapter.theta.length) return { ...record.adapter, theta: checkpoint.theta };
  throw new StudioError({
    code: 'adapter-mismatch',
    message: `The checkpoint of “${record.name}” at step ${step} is not kept.`,
    advice: 'Choose another step, or the finished adapter.',
  });
}

/** Makes a checkpoint an adapter of its own in the library. */
export function keepAsAdapter(record: KeptAdapter, step: number): Promise<Outcome<KeptAdapter>> {
  return outcomeOf(() => putInLibrary(record, step));
}

async function putInLibrary(record: KeptAdapter, step: number): Promise<KeptAdapter> {
  const adapter = await adapterAt(record, step);
  const { origin } = record;
  const upTo = <T extends { step: number }>(points: readonly T[]) => points.filter((point) => point.step <= step);
  const { record: kept } = await adapterRepository.keep({
    ...record,
    id: newRecordId(),
    name: `${record.name}, step ${step}`,
    createdAt: Date.now(),
    adapter,
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
  });
  return kept;
}

/** Deletes the checkpoints of a run; gives what puts them back. */
export async function removeCheckpoints(run: string): Promise<() => Promise<void>> {
  const steps = stepsOf(useCheckpoints.getState(), run);
  if (steps.length === 0) return async () => undefined;
  const ids = steps.map((step) => checkpointId(run, step));
  const removed = await readKept('the checkpoints', () => keptCheckpoints.readSome(ids));
  useCheckpoints.setState(({ steps: { [run]: _, ...others } }) => ({ steps: others }));
  await keep(() => keptCheckpoints.removeSome(ids));
  return async () => {
    for (const { step, theta } of removed) await keep(() => keepCheckpoint(run, step, theta));
  };
}
