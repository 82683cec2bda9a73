/**
 * Prompts of any length in chunks that the text encoder takes one by one, with a weight for each position, as
 * AUTOMATIC1111's web UI cuts them: between the words of an enumeration where a comma is near the end.
 */

/** A token of the vocabulary, or all rows of one learnt word, which stay together. */
export type WeightedToken = { id: number; weight: number } | { rows: readonly number[]; weight: number };

/** A position of a chunk. */
export type ChunkToken = { id: number; weight: number } | { row: number; weight: number };

/** A comma so many tokens from the end of a chunk is where it ends. */
const COMMA_REACH = 20;

/**
 * The tokens in chunks of at most `room` positions; at least one chunk, if an empty one.
 * @param parts the tokens from one `BREAK` to the next
 * @param room positions of a chunk without start and end, from 1
 * @param comma the comma's id
 */
export function inChunks(parts: readonly (readonly WeightedToken[])[], room: number, comma: number): ChunkToken[][] {
  const chunks: ChunkToken[][] = [];
  let chunk: ChunkToken[] = [];
  let lastComma = -1;
  const next = (begun: ChunkToken[] = []) => {
    chunks.push(chunk);
    chunk = begun;
    lastComma = -1;
  };
  for (const [i, tokens] of parts.entries()) {
    if (i > 0) next();
    for (const token of tokens) {
      if ('id' in token && token.id === comma) lastComma = chunk.length;
      else if (chunk.length === room && lastComma >= 0 && chunk.length - lastComma <= COMMA_REACH) {
        const moved = chunk.splice(lastComma + 1);
        next(moved);
      }
      if (chunk.length === room) next();
      if ('id' in token) {
        chunk.push(token);
        continue;
      }
      if (chunk.length + token.rows.length > room && chunk.length > 0) next();
      // A learnt word of more rows than a chunk has room for goes on in the next.
      for (const row of token.rows) {
        if (chunk.length === room) next();
        chunk.push({ row, weight: token.weight });
      }
    }
  }
  if (chunk.length > 0 || chunks.length === 0) chunks.push(chunk);
  return chunks;
}
