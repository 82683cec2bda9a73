/**
 * The `tokenizer.json` that the library is given: byte-level BPE on lower-cased words, as transformers' CLIPTokenizer
 * sets it up whatever a model's own file says of it. A foreign file's patterns are never run.
 */

/** What marks the end of a word in CLIP's vocabulary. */
export const END_OF_WORD = '</w>';

/** CLIP's words: contractions, letters, single digits, runs of other signs; the rest is white space and dropped. */
const WORDS = String.raw`<\|startoftext\|>|<\|endoftext\|>|'s|'t|'re|'ve|'m|'ll|'d|[\p{L}]+|[\p{N}]|[^\s\p{L}\p{N}]+`;

/**
 * GPT-2's pattern (Radford et al. 2019, `encoder.py`), at which words are split before their bytes become characters. The
 * library has it too, but with JavaScript's own white space, which counts U+FEFF.
 */
const BYTE_LEVEL_WORDS = String.raw`'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+`;

/** A tokenizer of texts in their normal form; start and end of a prompt, and tokens added, are not its concern. */
export function clipTokenizerJson(
  vocabulary: Readonly<Record<string, number>>,
  merges: readonly (readonly [string, string])[],
) {
  return {
    version: '1.0',
    // The normal form has been taken by then; a second one would compose letters that CLIP keeps apart.
    normalizer: null,
    added_tokens: [],
    pre_tokenizer: {
      type: 'Sequence',
      pretokenizers: [
        { type: 'Split', pattern: { Regex: WORDS }, behavior: 'Removed', invert: true },
        { type: 'Split', pattern: { Regex: BYTE_LEVEL_WORDS }, behavior: 'Isolated', invert: false },
        { type: 'ByteLevel', add_prefix_space: false, trim_offsets: true, use_regex: false },
      ],
    },
    post_processor: null,
    decoder: null,
    model: {
      type: 'BPE',
      unk_token: '<|endoftext|>',
      continuing_subword_prefix: '',
      end_of_word_suffix: END_OF_WORD,
      fuse_unk: false,
      vocab: vocabulary,
      merges,
    },
  };
}
