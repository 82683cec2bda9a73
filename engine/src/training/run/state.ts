/**
 * A run between two steps, as plain data that survives structured cloning: whoever goes on from it takes the very steps
 * that the run would have taken, bit for bit where the device computes the same twice.
 */
import type { TorchGeneratorState } from '../../diffusion/torchRandom.ts';
import { EngineError } from '../../EngineError.ts';
import type { BestMeasure } from './earlyStop.ts';

/** What a trainer holds on the device. */
export interface TrainerState {
  /** Steps taken. */
  step: number;
  /** θ and the optimizer's memory, by the names of the step graph's inputs. */
  vectors: Record<string, Float32Array<ArrayBuffer>>;
}

/** A whole run: its trainer, and where its stream of random numbers stands. */
export interface RunState {
  /** θ and the optimizer's memory. */
  trainer: TrainerState;
  /** Where the random numbers stand. */
  random: TorchGeneratorState;
  /** What early stopping has found; none without it, or before the first measurement. */
  best?: BestMeasure | null | undefined;
}

/** A saved state that doesn't belong to the run that is to go on from it. */
export class RunStateError extends EngineError {
  override readonly name = 'RunStateError';
  readonly code = 'run-state';

  /** @param what what is wrong with it, as a sentence */
  constructor(what: string) {
    super(what, 'Start the run again from its first step.');
  }
}

/**
 * The vectors that a step graph begins with: those of `state`, in their places.
 * @param expected by name, numbers that each must have, as a new run would begin with them
 * @throws RunStateError where one is of another length or, but for what only half precision needs, missing
 */
export function resumedVectors(
  expected: Readonly<Record<string, Float32Array>>,
  { vectors }: TrainerState,
): Record<string, Float32Array> {
  return Object.fromEntries(
    Object.entries(expected).map(([name, fresh]) => {
      // A run that began in single precision has no loss scale yet.
      const saved = vectors[name] ?? (fresh.length === 1 ? fresh : undefined);
      if (!saved) throw new RunStateError(`The saved state has no ${name}.`);
      if (saved.length !== fresh.length) {
        throw new RunStateError(`The saved state’s ${name} has ${saved.length} numbers, not ${fresh.length}.`);
      }
      return [name, saved];
    }),
  );
}
