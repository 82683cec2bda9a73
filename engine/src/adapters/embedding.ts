/** Learnt words: embedding rows of the text encoder for a placeholder token (Gal et al., arXiv 2208.01618). */

import { describeTextWidth } from '../nets/families.ts';
import type { Placeholder } from '../text/placeholders.ts';
import { AdapterError } from './adapterError.ts';

/** A learnt word: rows of the text encoder's embedding for a token that its vocabulary lacks. */
export interface Embedding {
  /** Name of the model it was learnt with. */
  baseModel: string;
  /** As it stands in prompts, e.g. `<african-fabric>`. */
  token: string;
  /** Numbers in one row: the text encoder's hidden_size. */
  width: number;
  /** Its rows one after the other, [n, width]; each takes a position in the prompt. */
  vectors: Float32Array<ArrayBuffer>;
}

/** The embedding as the tokenizer must know it, for `PromptTokenizer.encode`. */
export function placeholderOf({ token, vectors, width }: Embedding): Placeholder {
  return { token, vectors: vectors.length / width };
}

/** @throws AdapterError when its rows are not whole, or hold infinities or NaN, which would spoil every position */
export function requireSound({ token, vectors, width }: Embedding): void {
  const rows = vectors.length / width;
  if (Number.isInteger(rows) && rows > 0 && vectors.every(Number.isFinite)) return;
  throw new AdapterError(
    `The embedding ${token} is damaged: its rows are not whole, or hold numbers that are none.`,
    'Train it again, or import it again from its file.',
  );
}

/**
 * Holds an embedding against a model.
 * @param width the text encoder's hidden_size: 768 in Stable Diffusion 1, 1024 in 2
 * @throws AdapterError when a row has another width, naming the kind of model that has it; or when it is not sound
 */
export function requireEmbeddingFits(embedding: Embedding, width: number): void {
  requireSound(embedding);
  if (embedding.width === width) return;
  const family = describeTextWidth(embedding.width);
  const made = family === null ? '' : `, as the text encoder of ${family} takes them`;
  const model = embedding.baseModel || family;
  throw new AdapterError(
    `The embedding ${embedding.token} has rows of ${embedding.width} numbers${made}; this model's have ${width}.`,
    model ? `Open the model it was made for (${model}), or choose another embedding.` : 'Choose another embedding.',
  );
}
