/**
 * The tokens that stand for themselves in a prompt (start, end, padding, and what else a tokenizer's files add), read
 * from `tokenizer_config.json` and `special_tokens_map.json` with the precedence that transformers has.
 */
import * as z from 'zod';

/** Plain, or in the form that keeps how it is matched. */
const Token = z.union([z.string(), z.looseObject({ content: z.string(), normalized: z.boolean().default(false) })]);

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
    .record(z.string(), z.looseObject({ content: z.string(), normalized: z.boolean().default(false) }))
    .optional(),
});
export type TokenizerConfig = z.infer<typeof TokenizerConfig>;

/** A token that the text is searched for before it is split into words. */
export const AddedToken = z.looseObject({
  id: z.number().int().nonnegative(),
  content: z.string(),
  special: z.boolean().default(true),
  /** Whether it is searched for in the lower-cased text instead of the text as written. */
  normalized: z.boolean().default(false),
});
export type AddedToken = z.infer<typeof AddedToken>;

/** The special tokens by name. */
export interface NamedTokens {
  bos_token: string;
  eos_token: string;
  unk_token: string;
  pad_token: string;
}

/** What CLIP's tokenizer calls them where the files don't. */
const END = '<|endoftext|>';
const DEFAULTS: NamedTokens = { bos_token: '<|startoftext|>', eos_token: END, unk_token: END, pad_token: END };
const NAMES = ['bos_token', 'eos_token', 'unk_token', 'pad_token'] as const;

/**
 * Names and matching of all special tokens. Stable Diffusion 2 pads with `!`, which thereby becomes a token that stands
 * for itself: each `!` of a prompt has the padding's id.
 * @param own the `added_tokens` of a tokenizer.json
 * @param idOf the vocabulary's id of a token
 */
export function specialTokens(
  config: TokenizerConfig,
  map: SpecialTokensMap | null,
  own: readonly AddedToken[],
  idOf: (token: string) => number | undefined,
): { named: NamedTokens; added: AddedToken[] } {
  const decoder = config.added_tokens_decoder;
  const source = decoder ? config : { ...config, ...map };
  const added = new Map(own.map((token) => [token.content, token]));
  const known = new Set(added.keys());
  const named = { ...DEFAULTS };
  for (const name of NAMES) {
    const token = source[name] ?? DEFAULTS[name];
    const form = typeof token === 'string' ? { content: token, normalized: false } : token;
    named[name] = form.content;
    const id = idOf(form.content);
    if (id !== undefined && !known.has(form.content)) added.set(form.content, { ...form, id, special: true });
  }
  for (const [id, token] of Object.entries(decoder ?? {})) {
    added.set(token.content, { special: true, ...token, id: Number(id) });
  }
  return { named, added: [...added.values()] };
}
