/** The error of reading a net's config. */
import { EngineError } from '../EngineError.ts';

/** A checkpoint whose architecture the engine does not build; the message names it, or the key that tells. */
export class ArchitectureError extends EngineError {
  override readonly name = 'ArchitectureError';
  readonly code = 'architecture';

  constructor(message: string) {
    super(message, 'Use a model of the Stable Diffusion 1 or 2 family in diffusers’ layout.');
  }
}
