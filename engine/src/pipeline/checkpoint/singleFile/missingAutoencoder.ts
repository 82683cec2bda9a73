/** The error of a single file that has all but its autoencoder. */
import { EngineError } from '../../../EngineError.ts';
import type { Family } from './derivedConfigs.ts';

/** A single file without an autoencoder, and none beside it. That of any model of its family fits. */
export class MissingAutoencoderError extends EngineError {
  override readonly name = 'MissingAutoencoderError';
  readonly code = 'architecture';

  constructor(readonly family: Family) {
    super(
      `The file has no autoencoder; that of any Stable Diffusion ${family} model fits.`,
      `Add a Stable Diffusion ${family} model with one first, whose autoencoder is taken then, or drop the file together with such a model’s folder “vae”.`,
    );
  }
}
