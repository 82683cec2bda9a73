/** A checkpoint's tokenizer, from whichever files its folder has. */
import type { TextEncoderConfig } from '../../nets/configs.ts';
import { PromptTokenizer } from '../../text/tokenizer.ts';
import { TokenizerError } from '../../text/tokenizerError.ts';
import { newerTokenizerFiles, publishedTokenizerFiles, type TokenizerFiles } from '../../text/tokenizerFiles.ts';
import { readJson, readOptionalJson, readText } from './modelFiles.ts';
import type { SmallFiles } from './source.ts';

/**
 * Reads `tokenizer.json`, or `vocab.json` and `merges.txt` where there is none, as in Stable Diffusion's own files.
 * Throws ModelFileError or TokenizerError.
 */
export async function readTokenizerFiles(source: SmallFiles): Promise<TokenizerFiles> {
  const [tokenizerJson, config, specialTokensMap] = await Promise.all([
    readOptionalJson(source, 'tokenizer/tokenizer.json'),
    readJson(source, 'tokenizer/tokenizer_config.json'),
    readOptionalJson(source, 'tokenizer/special_tokens_map.json'),
  ]);
  if (tokenizerJson !== null) return newerTokenizerFiles(tokenizerJson, config, specialTokensMap);
  // One after the other: where both are missing, the first is the one that is named.
  const vocabulary = await readJson(source, 'tokenizer/vocab.json');
  const merges = await readText(source, 'tokenizer/merges.txt');
  return publishedTokenizerFiles(vocabulary, merges, config, specialTokensMap);
}

/** The same, ready for prompts. */
export async function readTokenizer(source: SmallFiles): Promise<PromptTokenizer> {
  return new PromptTokenizer(await readTokenizerFiles(source));
}

/** @throws TokenizerError where the text encoder has no row for one of the ids, or no place for so many */
export function requireTokensFit(
  { highestId, maxTokens }: Pick<TokenizerFiles, 'highestId' | 'maxTokens'>,
  { vocab_size: rows, max_position_embeddings: positions }: TextEncoderConfig,
): void {
  if (highestId >= rows) {
    throw new TokenizerError(
      `The model's tokenizer has the id ${highestId}, but its text encoder knows ${rows} tokens.`,
    );
  }
  if (maxTokens > positions) {
    throw new TokenizerError(
      `The model's tokenizer_config.json allows ${maxTokens} tokens (model_max_length), but its text encoder takes ${positions}.`,
    );
  }
}
