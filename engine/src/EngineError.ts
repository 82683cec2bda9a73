/** What all errors have in common that the engine throws on purpose. */

/**
 * What kind of error it is, in a closed list to switch on: `code` survives where `instanceof` doesn't, as between two
 * copies of the package.
 */
export type EngineErrorCode =
  | 'model-file'
  | 'weights'
  | 'tokenizer'
  | 'architecture'
  | 'device'
  | 'adapter'
  | 'diffusion'
  | 'placeholder'
  | 'initializer'
  | 'run-state'
  | 'out-of-memory'
  | 'cancelled'
  | 'paused';

/** What is wrong (the message), and what a person can do about it (the advice), a sentence each. */
export abstract class EngineError extends Error {
  /** Which kind it is. */
  abstract readonly code: EngineErrorCode;

  constructor(
    message: string,
    /** What to do next, as a sentence. */
    readonly advice: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}
