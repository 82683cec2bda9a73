/** A checkpoint whose architecture the engine does not build. */
export class ArchitectureError extends Error {
  override readonly name = 'ArchitectureError';
  constructor(
    message: string,
    /** What a person can do about it, as a sentence. */
    readonly advice = 'Use a model of the Stable Diffusion 1 or 2 family in diffusers’ layout.',
  ) {
    super(message);
  }
}
