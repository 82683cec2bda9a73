/** The error of everything that reads or writes weight files. */

/** A weight file can't be used: what is wrong with it, and what a person can do about it. */
export class WeightsError extends Error {
  override readonly name = 'WeightsError';
  /** What to do next, as a sentence. */
  readonly advice: string;

  constructor(message: string, advice: string) {
    super(message);
    this.advice = advice;
  }
}
