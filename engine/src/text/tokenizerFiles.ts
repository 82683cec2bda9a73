/** What a tokenizer's files say, in either form that checkpoints have them in, checked as far as it can make no sense. */
import * as z from 'zod';
import { END_OF_WORD } from './clipTokenizerJson.ts';
import {
  AddedTokenEntry,
  MOST_ADDED,
  type SpecialTokens,
  SpecialTokensMap,
  specialTokens,
  TokenizerConfig,
} from './specialTokens.ts';
import { TokenizerError } from './tokenizerError.ts';

/** Tokens of a vocabulary at most; CLIP's has 49,408. */
const MOST_TOKENS = 1_000_000;

const Vocabulary = z.record(z.string(), z.number().int().nonnegative().lt(MOST_TOKENS));
const Merge = z.union([z.string(), z.tuple([z.string(), z.string()])]);
const TokenizerJson = z.looseObject({
  added_tokens: z.array(AddedTokenEntry).max(MOST_ADDED).default([]),
  model: z.looseObject({
    type: z.literal('BPE'),
    vocab: Vocabulary,
    merges: z.array(Merge).max(MOST_TOKENS),
    end_of_word_suffix: z.literal(END_OF_WORD),
  }),
});

/** A tokenizer before it is built. */
export interface TokenizerFiles {
  /** Ids by token. */
  vocabulary: Record<string, number>;
  /** Pairs that become one, in the order of their rank. */
  merges: (readonly [string, string])[];
  special: SpecialTokens;
  /** Tokens the text encoder takes, start and end included. */
  maxTokens: number;
  /** The highest id that a prompt can be given. */
  highestId: number;
}

/**
 * From the files that newer checkpoints have.
 * @param tokenizerJson parsed `tokenizer.json` @param tokenizerConfig parsed `tokenizer_config.json`
 * @param specialTokensMap parsed `special_tokens_map.json`, null where there is none
 * @throws TokenizerError when they are no CLIP tokenizer
 */
export function newerTokenizerFiles(
  tokenizerJson: unknown,
  tokenizerConfig: unknown,
  specialTokensMap: unknown,
): TokenizerFiles {
  const file = 'tokenizer.json';
  const { added_tokens, model } = parse(TokenizerJson, tokenizerJson, file);
  const vocabulary = soundVocabulary(model.vocab, file);
  const merges = model.merges.map((merge) =>
    requirePair(typeof merge === 'string' ? merge.split(' ') : merge, vocabulary, file),
  );
  return assembled(vocabulary, merges, added_tokens, tokenizerConfig, specialTokensMap);
}

/**
 * From the files that Stable Diffusion was published with.
 * @param vocabulary parsed `vocab.json` @param merges the text of `merges.txt`
 * @param tokenizerConfig parsed `tokenizer_config.json`
 * @param specialTokensMap parsed `special_tokens_map.json`, null where there is none
 * @throws TokenizerError when they are no CLIP tokenizer
 */
export function publishedTokenizerFiles(
  vocabulary: unknown,
  merges: string,
  tokenizerConfig: unknown,
  specialTokensMap: unknown,
): TokenizerFiles {
  const known = soundVocabulary(parse(Vocabulary, vocabulary, 'vocab.json'), 'vocab.json');
  // A pair a line, after a line that names the version.
  const lines = merges.split('\n').map((line) => line.trimEnd());
  const pairs = lines
    .filter((line) => line !== '' && !line.startsWith('#version'))
    .map((line) => requirePair(line.split(' '), known, 'merges.txt'));
  return assembled(known, pairs, [], tokenizerConfig, specialTokensMap);
}

function assembled(
  vocabulary: Record<string, number>,
  merges: (readonly [string, string])[],
  own: z.infer<typeof AddedTokenEntry>[],
  tokenizerConfig: unknown,
  specialTokensMap: unknown,
): TokenizerFiles {
  const config = parse(TokenizerConfig, tokenizerConfig, 'tokenizer_config.json');
  const map = parse(SpecialTokensMap.nullable(), specialTokensMap, 'special_tokens_map.json');
  const special = specialTokens(config, map, own, vocabulary);
  const ids = [...Object.values(vocabulary), ...special.added.map(({ id }) => id)];
  const highestId = ids.reduce((highest, id) => Math.max(highest, id), 0);
  return { vocabulary, merges, special, maxTokens: config.model_max_length, highestId };
}

/** A token without letters would be nowhere in a text, and two with one id could not be told apart. */
function soundVocabulary(vocabulary: Record<string, number>, file: string): Record<string, number> {
  const entries = Object.entries(vocabulary);
  if (entries.length > MOST_TOKENS)
    throw unusable(file, `it has ${entries.length} tokens; at most ${MOST_TOKENS} are read`);
  const byId = new Map<number, string>();
  for (const [token, id] of entries) {
    if (token === '') throw unusable(file, `the id ${id} is an empty token's`);
    const other = byId.get(id);
    if (other !== undefined) throw unusable(file, `“${other}” and “${token}” have the same id ${id}`);
    byId.set(id, token);
  }
  return vocabulary;
}

function requirePair(
  pieces: readonly string[],
  vocabulary: Readonly<Record<string, number>>,
  file: string,
): readonly [string, string] {
  const [left = '', right = '', ...more] = pieces;
  const known = [left, right, left + right].every((piece) => Object.hasOwn(vocabulary, piece));
  if (!known || more.length > 0) throw unusable(file, `“${pieces.join(' ')}” is no pair of the vocabulary's`);
  return [left, right];
}

function parse<T>(schema: z.ZodType<T>, content: unknown, file: string): T {
  const parsed = schema.safeParse(content);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw unusable(file, `${issue?.path.join('.') || 'the file'}: ${issue?.message}`);
}

const unusable = (file: string, why: string) => new TokenizerError(`The model's ${file} can't be used: ${why}.`);
