/** The error of noise, schedules and samplers. */

/** A diffusion setting or configuration can't be used: what is wrong, and what a person can do about it. */
export class DiffusionError extends Error {
  override readonly name = 'DiffusionError';
  /** What to do next, as a sentence. */
  readonly advice: string;

  constructor(message: string, advice: string) {
    super(message);
    this.advice = advice;
  }
}
