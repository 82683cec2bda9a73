/** The error of reading a tokenizer's files. */

/** A model's tokenizer can't be used: what is wrong with it, and what a person can do about it. */
export class TokenizerError extends Error {
  override readonly name = 'TokenizerError';
  /** What to do next, as a sentence. */
  readonly advice: string = 'Choose a Stable Diffusion model whose tokenizer folder holds a CLIP tokenizer.json.';
}
