/**
 * The tokens that stand for themselves in a prompt (start, end, padding, and what else a tokenizer's files add), read
 * from `tokenizer_config.json` and `special_tokens_map.json` with the precedence that transformers has.
 */
import * as z from 'zod';
import type { AddedToken } from './addedTokens.ts';
import { TokenizerError } from './tokenizerError.ts';

/** Tokens that stand for themselves, and letters of each, at most: every letter of every prompt is held against them. */
export const MOST_ADDED = 10_000;
const Content = z.string().min(1).max(200);

const Form = z.object({ content: Content, normalized: z.boolean().default(false) });
/** Plain, or in the form that keeps how it is matched. */
const Token = z.union([Content, Form]);

/** The names that a special token can have in either file. */
const NAMED = { bos_token: Token.nullish(), eos_token: Token.nullish(), unk_token: Token.nullish() };

export const SpecialTokensMap = z.looseObject({ ...NAMED, pad_token: Token.nullish() });
export type SpecialTokensMap = z.infer<typeof SpecialTokensMap>;

export const TokenizerConfig = z.looseObject({
  ...NAMED,
  pad_token: Token.nullish(),
  // Start, end and one token between them; more than 1024 is a placeholder for "no limit".
  model_max_length: z.number().int().min(3).max(1024),
  /** By id. A config that has it needs no other file. */
  added_tokens_decoder: z
    .record(z.string().regex(/^\d{1,9}$/), Form)
    .refine((tokens) => Object.keys(tokens).length <= MOST_ADDED, `at most ${MOST_ADDED} tokens are read`)
    .optional(),
});
export type TokenizerConfig = z.infer<typeof TokenizerConfig>;

/** An entry of `added_tokens` in a tokenizer.json. */
export const AddedTokenEntry = z.object({
  id: z.number().int().nonnegative(),
  content: Content,
  normalized: z.boolean().default(false),
});

/** The special tokens that a prompt is framed with, by their ids, and all that stand for themselves. */
export interface SpecialTokens {
  start: number;
  end: number;
  padding: number;
  /** In the place of what the vocabulary has no piece for. */
  unknown: number;
  added: AddedToken[];
}

/** What CLIP's tokenizer calls them where the files don't. */
const END = '<|endoftext|>';
const DEFAULTS = { bos_token: '<|startoftext|>', eos_token: END, unk_token: END, pad_token: END };
const NAMES = ['bos_token', 'eos_token', 'unk_token', 'pad_token'] as const;

/**
 * The special tokens of a tokenizer. Stable Diffusion 2 pads with `!`, which thereby becomes a token that stands for
 * itself: each `!` of a prompt has the padding's id.
 * @param own the `added_tokens` of a tokenizer.json
 * @param vocabulary ids by token
 * @throws TokenizerError when one of them has no id
 */
export function specialTokens(
  config: TokenizerConfig,
  map: SpecialTokensMap | null,
  own: readonly AddedToken[],
  vocabulary: Readonly<Record<string, number>>,
): SpecialTokens {
  const decoder = config.added_tokens_decoder;
  const source = decoder ? config : { ...config, ...map };
  const added = new Map(own.map((token) => [token.content, token]));
  for (const [id, token] of Object.entries(decoder ?? {})) added.set(token.content, { ...token, id: Number(id) });
  const known = new Set(added.keys());
  const ids = NAMES.map((name) => {
    const token = source[name] ?? DEFAULTS[name];
    const { content, normalized } = typeof token === 'string' ? { content: token, normalized: false } : token;
    const id = added.get(content)?.id ?? (Object.hasOwn(vocabulary, content) ? vocabulary[content] : undefined);
    if (id === undefined) throw new TokenizerError(`The model's tokenizer has no token “${content}” (${name}).`);
    // Of several names for one token the last says how it is matched.
    if (!known.has(content)) added.set(content, { id, content, normalized });
    return id;
  });
  const [start, end, unknown, padding] = ids as [number, number, number, number];
  return { start, end, unknown, padding, added: [...added.values()] };
}
