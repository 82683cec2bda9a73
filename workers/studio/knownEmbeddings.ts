/** Which learnt words the open model can take into its prompts. */
import { type Embedding, EngineError, type PromptTokenizer, requireEmbeddingFits } from '@weft/engine';
import { inProductWords } from '../shared/productWords.ts';

/** The words that can be used, and for each of those given why it can't, or null where it can. */
export interface KnownEmbeddings {
  known: Embedding[];
  errors: (string | null)[];
}

/** What is needed of a checkpoint. */
export interface WordReader {
  textEncoder: { config: { hidden_size: number } };
  tokenizer: Pick<PromptTokenizer, 'requirePlaceholder'>;
}

/** Of two words with one token the first is taken. */
export function knownEmbeddings(embeddings: readonly Embedding[], reader: WordReader): KnownEmbeddings {
  const known = new Map<string, Embedding>();
  const errors = embeddings.map((embedding) => {
    const key = embedding.token.toLowerCase();
    if (known.has(key)) return `Another word in the library is called ${embedding.token} too; that one is used.`;
    const refusal = errorOf(() => requireUsable(embedding, reader));
    if (refusal === null) known.set(key, embedding);
    return refusal;
  });
  return { known: [...known.values()], errors };
}

/** @throws AdapterError, PlaceholderError where the word can't be used with this model */
export function requireUsable(embedding: Embedding, { textEncoder, tokenizer }: WordReader): void {
  requireEmbeddingFits(embedding, textEncoder.config.hidden_size);
  tokenizer.requirePlaceholder(embedding.token);
}

function errorOf(check: () => void): string | null {
  try {
    check();
    return null;
  } catch (error) {
    if (error instanceof EngineError) return inProductWords(error.message);
    throw error;
  }
}
