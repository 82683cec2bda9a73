/** A checkpoint's tokenizer, from whichever files its folder has. */
import { PromptTokenizer } from '../../text/tokenizer.ts';
import { readJson, readOptionalJson, readText } from './modelFiles.ts';
import type { ModelSource } from './source.ts';

/**
 * Reads `tokenizer.json`, or `vocab.json` and `merges.txt` where there is none, as in Stable Diffusion's own files.
 * Throws ModelFileError or TokenizerError.
 */
export async function readTokenizer(source: ModelSource): Promise<PromptTokenizer> {
  const [tokenizerJson, config, specialTokensMap] = await Promise.all([
    readOptionalJson(source, 'tokenizer/tokenizer.json'),
    readJson(source, 'tokenizer/tokenizer_config.json'),
    readOptionalJson(source, 'tokenizer/special_tokens_map.json'),
  ]);
  if (tokenizerJson !== null) return PromptTokenizer.fromFiles(tokenizerJson, config, specialTokensMap);
  // One after the other: where both are missing, the first is the one that is named.
  const vocabulary = await readJson(source, 'tokenizer/vocab.json');
  const merges = await readText(source, 'tokenizer/merges.txt');
  return PromptTokenizer.fromVocabulary(vocabulary, merges, config, specialTokensMap);
}
