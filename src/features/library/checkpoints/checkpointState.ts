/** Which checkpoints of the library's adapters are kept, and how that changes. */
import type { AdapterPlace } from '../../../contract/adapters.ts';
import { StudioError } from '../../../contract/errors.ts';
import { t } from '../../../kit/language/t.ts';
import { own } from '../../../kit/records/own.ts';
import type { KeptAdapter } from '../libraryState.ts';

export interface CheckpointsState {
  /** The steps of each run that are kept, in ascending order. A run's id is its adapter's. */
  steps: Readonly<Record<string, readonly number[]>>;
}

export const NO_CHECKPOINTS: CheckpointsState = { steps: {} };

export type CheckpointEvent =
  | { type: 'kept'; run: string; step: number }
  /** A checkpoint of a run is gone, or all of them. */
  | { type: 'removed'; run: string; step?: number };

/** From what is kept and what happens to what is kept then; what cannot be leaves the state as it is. */
export function reduceCheckpoints(state: CheckpointsState, event: CheckpointEvent): CheckpointsState {
  const { run } = event;
  const { [run]: _, ...others } = state.steps;
  const present = own(state.steps, run);
  switch (event.type) {
    case 'kept':
      if (present?.includes(event.step)) return state;
      return { steps: { ...others, [run]: [...(present ?? []), event.step].sort((a, b) => a - b) } };
    case 'removed': {
      if (!present) return state;
      const left = event.step === undefined ? [] : present.filter((step) => step !== event.step);
      return { steps: left.length === 0 ? others : { ...others, [run]: left } };
    }
  }
}

const NO_STEPS: readonly number[] = [];

/** The steps of an adapter's run that are kept, its last one left out, which is the adapter itself. */
export function stepsOf({ steps }: CheckpointsState, run: string): readonly number[] {
  return own(steps, run) ?? NO_STEPS;
}

/** The step that the adapter itself stands for, or null where it was not trained here. */
export function finalStep({ origin }: KeptAdapter): number | null {
  return origin.kind === 'trained' ? origin.stepsDone : null;
}

/**
 * Where the adapter lies as it was after a step; without one, or with its last, as it is.
 * @throws StudioError where that checkpoint is gone
 */
export function placeAt(state: CheckpointsState, record: KeptAdapter, step: number | undefined): AdapterPlace {
  const { id, name } = record;
  if (step === undefined || step === finalStep(record)) return { id };
  if (stepsOf(state, id).includes(step)) return { id, step };
  throw new StudioError({
    code: 'adapter-mismatch',
    message: t('The checkpoint of “{name}” at step {step} is not kept.', { name, step }),
    advice: t('Choose another step, or the finished adapter.'),
  });
}
