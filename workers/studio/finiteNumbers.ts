/** Numbers that are none (NaN, infinite): a run that makes them has gone astray, and what holds them is not used. */

import { type StudioError, studioError } from '../../src/contract/errors.ts';
import { say } from '../../src/contract/message.ts';
import type { EvaluationPoint, LossPoint, TrainState } from '../../src/contract/runs/runs.ts';

/** Steps in a row that half precision may skip for their loss: its scale is halved at each, and then it has none left. */
const MOST_SKIPPED = 40;

export function allFinite(numbers: Float32Array): boolean {
  for (const number of numbers) if (!Number.isFinite(number)) return false;
  return true;
}

/** Whether all that a run's next steps start from are numbers. */
export function isFiniteState({ trainer, best }: TrainState): boolean {
  return [...Object.values(trainer.vectors), ...(best ? [best.theta] : [])].every(allFinite);
}

/** Looks at what a run measures, and ends it where that is no number. */
export class LossWatch {
  #skipped = 0;
  #inRow = 0;
  #lastGood: number | null;

  /** @param from the step of the checkpoint that the run goes on from, or null */
  constructor(from: number | null) {
    this.#lastGood = from;
  }

  /**
   * Losses of steps, in order. Half precision leaves out a step whose gradient overflowed: its loss may be none.
   * @param skippedSteps of the run so far @throws StudioError `diverged`
   */
  steps(losses: readonly LossPoint[], skippedSteps: number): void {
    let excused = skippedSteps - this.#skipped;
    this.#skipped = skippedSteps;
    for (const { step, instance, prior } of losses) {
      if (Number.isFinite(instance) && Number.isFinite(prior ?? 0)) {
        this.#inRow = 0;
        continue;
      }
      excused--;
      this.#inRow++;
      if (excused < 0 || this.#inRow > MOST_SKIPPED) throw this.#diverged(step);
    }
  }

  /** @throws StudioError `diverged` */
  evaluation({ step, trained, heldOut }: EvaluationPoint): void {
    if (!Number.isFinite(trained) || !Number.isFinite(heldOut ?? 0)) throw this.#diverged(step);
  }

  /** What the run would go on from. @throws StudioError `diverged` where that is not to be kept */
  checkpoint(state: TrainState, theta: Float32Array): void {
    const { step } = state.trainer;
    if (!isFiniteState(state) || !allFinite(theta)) throw this.#diverged(step);
    this.#lastGood = step;
  }

  /** What the run leaves. @throws StudioError `diverged` */
  result(theta: Float32Array, step: number): void {
    if (!allFinite(theta)) throw this.#diverged(step);
  }

  #diverged(step: number): StudioError {
    const kept =
      this.#lastGood === null || this.#lastGood === 0
        ? say('It had no checkpoint yet; one every 50 steps keeps what was learnt before.')
        : say(
            'Its checkpoint at step {lastGood} is kept: to use what it had learnt, go on from there and stop before step {step}.',
            { lastGood: this.#lastGood, step },
          );
    return studioError(
      'diverged',
      say('The run went astray: at step {step} its loss was no number any more.', { step }),
      say('Start it again with a third of the learning rate, or with clipping at 1. {kept}', { kept }),
    );
  }
}
