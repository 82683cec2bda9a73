/** What all errors have in common that the engine throws at something a person gave it. */

/** What is wrong (the message), and what a person can do about it (the advice), a sentence each. */
export abstract class EngineError extends Error {
  constructor(
    message: string,
    readonly advice: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}
