/** The error of reading a tokenizer's files. */
import { EngineError } from '../EngineError.ts';

/** A model's tokenizer can't be used. */
export class TokenizerError extends EngineError {
  override readonly name = 'TokenizerError';
  readonly code = 'tokenizer';

  constructor(message: string, options?: ErrorOptions) {
    super(message, 'Choose a Stable Diffusion model whose tokenizer folder holds a CLIP tokenizer.', options);
  }
}
