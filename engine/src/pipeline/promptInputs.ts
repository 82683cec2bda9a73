/** The inputs of every text encoder graph, drawing or training: token ids, and where learnt rows stand. */
import { type Embedding, placeholderOf, requireEmbeddingFits } from '../adapters/embedding.ts';
import type { Graph } from '../graph/graph.ts';
import type { Value } from '../graph/value.ts';
import type { PlacedRows } from '../nets/textEncoder.ts';
import type { Tensors } from '../runtime/program.ts';
import type { Runtime } from '../runtime/runtime.ts';
import { PlaceholderError, splitAtPlaceholders } from '../text/placeholders.ts';
import { readEmphasis } from '../text/syntax/emphasis.ts';
import type { EncodedChunk, EncodedPrompt } from '../text/tokenizer.ts';
import type { CheckpointParts } from './checkpoint/checkpointParts.ts';
import { concatenate } from './concatenate.ts';

/** Sizes of one text encoder graph. */
export interface PromptSizes {
  batch: number;
  /** Positions of each prompt. */
  length: number;
  /** Learnt rows, placed wherever `selection` says; 0 for none. */
  rows: number;
}

/** What the checkpoint puts before its text encoder's names: Stable Diffusion's files do, newer exports may not. */
export function textEncoderPrefix(weights: { has(name: string): boolean }): string {
  return weights.has('text_model.final_layer_norm.weight') ? 'text_model.' : '';
}

/** Declares `ids` and, where there are learnt rows [sizes.rows, width], `selection`. */
export function declarePrompts(
  graph: Graph,
  { batch, length, rows: count }: PromptSizes,
  rows: Value | null,
): { ids: Value; placed: PlacedRows | null } {
  const ids = graph.input('ids', [batch, length], 'int64');
  return { ids, placed: rows && { rows, selection: graph.input('selection', [batch * length, count]) } };
}

/** The prompts of one batch as `declarePrompts` takes them. */
export function promptFeeds(
  { ort }: Runtime,
  prompts: readonly Pick<EncodedPrompt, 'ids' | 'placed'>[],
  rows: number,
): Tensors {
  const ids = prompts.flatMap((prompt) => prompt.ids);
  const feeds: Tensors = {
    ids: new ort.Tensor('int64', BigInt64Array.from(ids, BigInt), [prompts.length, ids.length / prompts.length]),
  };
  if (rows === 0) return feeds;
  const selection = new Float32Array(ids.length * rows);
  let start = 0;
  for (const { ids: own, placed } of prompts) {
    for (const { position, row } of placed) selection[(start + position) * rows + row] = 1;
    start += own.length;
  }
  return { ...feeds, selection: new ort.Tensor('float32', selection, [ids.length, rows]) };
}

/**
 * A prompt that may use learnt words, and the rows of those that it does use, [n · width].
 * @throws AdapterError when an embedding is made for another text encoder; PlaceholderError when its token already
 *   means something to this model or to another embedding
 */
export function encodeWithEmbeddings(
  parts: CheckpointParts,
  prompt: string,
  embeddings: readonly Embedding[],
): { encoded: EncodedPrompt; rows: Float32Array } {
  const used = usedEmbeddings(parts, prompt, embeddings);
  return { encoded: parts.tokenizer.encode(prompt, used.map(placeholderOf)), rows: rowsOf(used) };
}

/** The same of a prompt with weights (`readEmphasis`), chunk by chunk. @throws as `encodeWithEmbeddings` does */
export function encodeChunksWithEmbeddings(
  parts: CheckpointParts,
  prompt: string,
  embeddings: readonly Embedding[],
): { chunks: EncodedChunk[]; rows: Float32Array } {
  const used = usedEmbeddings(parts, prompt, embeddings);
  const chunks = parts.tokenizer.encodeWeighted(readEmphasis(prompt), used.map(placeholderOf));
  return { chunks, rows: rowsOf(used) };
}

const rowsOf = (used: readonly Embedding[]) => concatenate(used.map(({ vectors }) => vectors));

function usedEmbeddings(
  { tokenizer, textEncoder }: CheckpointParts,
  prompt: string,
  embeddings: readonly Embedding[],
): Embedding[] {
  const known = new Map<string, Embedding>();
  for (const embedding of embeddings) {
    requireEmbeddingFits(embedding, textEncoder.config.hidden_size);
    tokenizer.requirePlaceholder(embedding.token);
    const key = embedding.token.toLowerCase();
    if (known.has(key)) {
      throw new PlaceholderError(
        `Two embeddings are called ${embedding.token}.`,
        'Draw with one of them, or give the other one another name.',
      );
    }
    known.set(key, embedding);
  }
  const mentioned = new Set(
    splitAtPlaceholders(prompt, embeddings.map(placeholderOf)).map(({ placeholder }) => placeholder?.token),
  );
  return embeddings.filter(({ token }) => mentioned.has(token));
}
