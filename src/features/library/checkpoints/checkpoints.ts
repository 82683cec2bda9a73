/** The checkpoints of the library's adapters: tried like the adapter itself, compared, and kept as adapters of their own. */
import { create } from 'zustand';
import type { AdapterPlace } from '../../../contract/adapters.ts';
import type { Outcome } from '../../../contract/errors.ts';
import { outcomeOf } from '../../../contract/outcome.ts';
import { newRecordId } from '../../../kit/records/recordId.ts';
import { errorInfoOf } from '../../../kit/worker/outcome.ts';
import { keep, readKept } from '../../../session/noticesStore.ts';
import { copyAdapter } from '../../../session/studioClient.ts';
import { keepLora } from '../keepLora.ts';
import type { KeptAdapter } from '../libraryState.ts';
import { useLibrary } from '../libraryStore.ts';
import { checkpointId, checkpointOfId, keptCheckpoints } from '../records/keptCheckpoints.ts';
import { CheckpointFlow } from './checkpointFlow.ts';
import {
  type CheckpointEvent,
  type CheckpointsState,
  finalStep,
  NO_CHECKPOINTS,
  placeAt,
  reduceCheckpoints,
  stepsOf,
} from './checkpointState.ts';

export const useCheckpoints = create<CheckpointsState>(() => NO_CHECKPOINTS);

const flow = new CheckpointFlow({
  state: useCheckpoints.getState,
  tell: (event: CheckpointEvent) => useCheckpoints.setState((state) => reduceCheckpoints(state, event)),
  follow: (kept, removed) =>
    keptCheckpoints.follow(
      async () => kept(await readKept(keptCheckpoints)),
      (changes) => {
        kept(changes.written);
        removed(changes.removed.map(checkpointOfId));
      },
    ),
  write: (run, step) => keptCheckpoints.write({ id: checkpointId(run, step), run, step }),
  remove: (run, steps) => keptCheckpoints.removeSome(steps.map((step) => checkpointId(run, step))),
  keep,
  copy: copyAdapter,
  keepLora,
  newId: newRecordId,
  now: Date.now,
});

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
export function loadCheckpoints(): Promise<void> {
  return flow.load();
}

/** Keeps what a run had learnt by a step; its numbers have been stored. @throws StorageError */
export function keepCheckpoint(run: string, step: number): Promise<void> {
  return flow.keep(run, step);
}

/**
 * Where the adapter lies as it was after a step; without one, or with its last, as it is.
 * @throws StudioError where that checkpoint is gone
 */
export function adapterAt(record: KeptAdapter, step: number | undefined): AdapterPlace {
  return placeAt(useCheckpoints.getState(), record, step);
}

/** Makes a checkpoint an adapter of its own in the library. */
export function keepAsAdapter(record: KeptAdapter, step: number): Promise<Outcome<KeptAdapter>> {
  return outcomeOf(() => flow.keepAsAdapter(record, step), errorInfoOf);
}

/** Takes the checkpoints of a run from the library, their numbers not yet; gives what puts them back. */
export function removeCheckpoints(run: string): Promise<() => Promise<void>> {
  return flow.remove(run);
}
