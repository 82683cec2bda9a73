/** The error of everything that reads, mixes or writes adapters. */

/** An adapter can't be used with this model, or at all: what is wrong, and what a person can do about it. */
export class AdapterError extends Error {
  override readonly name = 'AdapterError';
  /** What to do next, as a sentence. */
  readonly advice: string;

  constructor(message: string, advice: string) {
    super(message);
    this.advice = advice;
  }
}
