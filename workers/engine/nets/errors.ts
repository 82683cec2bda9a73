/** The error of reading a net's config. */
import { EngineError } from '../EngineError.ts';

/** A checkpoint whose architecture the engine does not build. */
export class ArchitectureError extends EngineError {
  override readonly name = 'ArchitectureError';

  constructor(message: string) {
    super(
      message,
      'Use a model of the Stable Diffusion 1 or 2 family as a folder in diffusers’ layout or as a single file.',
    );
  }
}

/** The refusal of a model or a file that belongs to another family, named as people call it. */
export function foreignTo(what: 'model' | 'file', family: string): ArchitectureError {
  return new ArchitectureError(`This ${what} is ${family}, which Weft doesn’t draw with.`);
}
