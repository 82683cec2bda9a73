/**
 * A `tokenizer.json` out of `vocab.json` and `merges.txt`, the two files that Stable Diffusion's checkpoints on the hub
 * have: byte-level BPE on lower-cased words, as transformers' CLIPTokenizer sets it up.
 */
import { TokenizerError } from './tokenizerError.ts';

/** CLIP's words: contractions, letters, single digits, runs of other signs; the rest is white space and dropped. */
const WORDS = String.raw`<\|startoftext\|>|<\|endoftext\|>|'s|'t|'re|'ve|'m|'ll|'d|[\p{L}]+|[\p{N}]|[^\s\p{L}\p{N}]+`;

/** As much of the format as the two files decide; start and end of a prompt are not its concern. */
export function clipTokenizerJson(vocabulary: Record<string, number>, merges: string) {
  return {
    version: '1.0',
    normalizer: {
      type: 'Sequence',
      normalizers: [
        { type: 'NFC' },
        { type: 'Replace', pattern: { Regex: String.raw`\s+` }, content: ' ' },
        { type: 'Lowercase' },
      ],
    },
    pre_tokenizer: {
      type: 'Sequence',
      pretokenizers: [
        { type: 'Split', pattern: { Regex: WORDS }, behavior: 'Removed', invert: true },
        { type: 'ByteLevel', add_prefix_space: false, trim_offsets: true, use_regex: true },
      ],
    },
    post_processor: null,
    decoder: null,
    model: {
      type: 'BPE' as const,
      unk_token: '<|endoftext|>',
      continuing_subword_prefix: '',
      end_of_word_suffix: '</w>',
      fuse_unk: false,
      vocab: vocabulary,
      merges: readMerges(merges, vocabulary),
    },
  };
}

/** Pairs in the order of their rank, a pair a line, after a line that names the version. */
function readMerges(text: string, vocabulary: Record<string, number>): [string, string][] {
  const lines = text.split('\n').map((line) => line.trimEnd());
  return lines
    .filter((line) => line !== '' && !line.startsWith('#version'))
    .map((line) => {
      const [left = '', right = '', ...more] = line.split(' ');
      const known = [left, right, left + right].every((piece) => Object.hasOwn(vocabulary, piece));
      if (!known || more.length > 0) {
        throw new TokenizerError(`The model's merges.txt can't be used: “${line}” is no pair of the vocabulary's.`);
      }
      return [left, right];
    });
}
