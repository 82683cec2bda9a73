/**
 * How a tokenizer.json splits words, with white space as Unicode has it. The library splits at bytes by a fixed pattern
 * in which JavaScript's own white space counts U+FEFF, and not U+0085; the tokenizers that CLIP was trained with do not.
 */
import * as z from 'zod';

/** GPT-2's pattern (Radford et al. 2019, `encoder.py`), which splits before bytes become characters. */
const BYTE_LEVEL_WORDS = String.raw`'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+`;

const Sequence = z.looseObject({ type: z.literal('Sequence'), pretokenizers: z.array(z.unknown()) });
/** With its own pattern unless it says otherwise. */
const ByteLevel = z.looseObject({ type: z.literal('ByteLevel'), use_regex: z.boolean().nullish() });

/** The same tokenizer, whose splitting at bytes is a step of its own. */
export function withOwnWhiteSpace<T extends object>(json: T): T {
  return 'pre_tokenizer' in json ? { ...json, pre_tokenizer: rewritten(json.pre_tokenizer) } : json;
}

function rewritten(step: unknown): unknown {
  const sequence = Sequence.safeParse(step).data;
  if (sequence) return { ...sequence, pretokenizers: sequence.pretokenizers.map(rewritten) };
  const bytes = ByteLevel.safeParse(step).data;
  if (!bytes || bytes.use_regex === false || bytes.add_prefix_space === true) return step;
  const split = { type: 'Split', pattern: { Regex: BYTE_LEVEL_WORDS }, behavior: 'Isolated', invert: false };
  return { type: 'Sequence', pretokenizers: [split, { ...bytes, use_regex: false }] };
}
