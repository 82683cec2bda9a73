/** Tokenizers in either form that checkpoints have them in, and any text through one. */
import { MOST_SMALL_BYTES, PromptTokenizer, parsePythonJson } from '@weft/engine';
import { clipVocabulary, readTokenizer } from '@weft/engine/internal';
import { holds, jsonTarget, type Target, textTarget } from '../target.ts';
import { fixtureJson, SMALL_MERGES, SMALL_VOCABULARY, TOKENIZER_CONFIG, tinyTokenizer, utf8 } from './fixtures.ts';

const SMALL_JSON = {
  version: '1.0',
  added_tokens: [{ id: 95, content: '<|endoftext|>', special: true, normalized: false }],
  normalizer: { type: 'Lowercase' },
  model: {
    type: 'BPE',
    unk_token: '<|endoftext|>',
    end_of_word_suffix: '</w>',
    vocab: SMALL_VOCABULARY,
    merges: SMALL_MERGES,
  },
};
const SMALL_FILES: Readonly<Record<string, string>> = {
  'tokenizer/vocab.json': JSON.stringify(SMALL_VOCABULARY),
  'tokenizer/merges.txt': `#version: 0.2\n${SMALL_MERGES.join('\n')}\n`,
  'tokenizer/tokenizer_config.json': JSON.stringify(TOKENIZER_CONFIG),
};

const WORDS = [
  'bos_token',
  'eos_token',
  'pad_token',
  'unk_token',
  'added_tokens_decoder',
  'added_tokens',
  'content',
  'normalized',
  'model_max_length',
  '<|startoftext|>',
  '<|endoftext|>',
  '!',
  '</w>',
  'vocab',
  'merges',
  'the</w>',
];

const PROMPTS = ['the cloth, 42!', 'A dress of SKS Fabric\u0301 <|endoftext|> !!', '\u{1f9f5}\u1e96', ''];

/** A tokenizer that was accepted gives ids for every prompt, as many as there is room for. */
function use(tokenizer: PromptTokenizer): void {
  for (const prompt of PROMPTS) {
    const { ids, tokens } = tokenizer.encode(prompt, [{ token: '<cloth>', vectors: 2 }]);
    holds(ids.length === tokenizer.maxTokens && tokens <= ids.length, `${prompt} became ${ids.length} ids`);
    holds(
      ids.every((id) => Number.isInteger(id) && id >= 0),
      `${prompt} has ids ${ids.filter((id) => !(id >= 0))}`,
    );
  }
}

const reading = (files: Readonly<Record<string, string>>) =>
  readTokenizer({
    read: async (path) => {
      const text = files[path];
      if (text === undefined) return utf8('null');
      holds(text.length < MOST_SMALL_BYTES, 'the input is too long');
      return utf8(text);
    },
  });

/** Of one of the files, the others being whole. */
const fileTarget = (name: string, path: string, seed: unknown): Target =>
  jsonTarget({
    name,
    seeds: () => [seed],
    words: WORDS,
    run: async (text) => use(await reading({ ...SMALL_FILES, [path]: text })),
  });

/** What combining marks, white space, capitals and other programs do to a text, in any order. */
const UNICODE = [
  'e\u0301',
  'H\u0331',
  '\u0130',
  '\u00df',
  '\u03a3',
  '\ufeff',
  '\u3000',
  '\u{1f468}\u200d\u{1f469}',
  '\ud800',
  'ﬁ',
  '한글',
  'ก็',
];

export const tokenizerTargets: readonly Target[] = [
  fileTarget('tokenizer-json', 'tokenizer/tokenizer.json', SMALL_JSON),
  fileTarget('tokenizer-vocab', 'tokenizer/vocab.json', SMALL_VOCABULARY),
  fileTarget('tokenizer-config', 'tokenizer/tokenizer_config.json', TOKENIZER_CONFIG),
  fileTarget('tokenizer-special-tokens', 'tokenizer/special_tokens_map.json', {
    bos_token: '<|startoftext|>',
    eos_token: { content: '<|endoftext|>', normalized: false },
    pad_token: '!',
  }),
  textTarget({
    name: 'tokenizer-merges',
    seeds: () => [SMALL_FILES['tokenizer/merges.txt'] as string],
    words: ['\n', ' ', '#version', '</w>', 't h', 'the</w>'],
    run: async (text) => {
      // As of a single file, which has no tokenizer of its own.
      const vocabulary = clipVocabulary(text);
      use(PromptTokenizer.fromVocabulary(vocabulary, text, { model_max_length: 77, pad_token: '!' }));
      use(await reading({ ...SMALL_FILES, 'tokenizer/merges.txt': text }));
    },
  }),
  textTarget({
    name: 'text-into-tokens',
    seeds: () => [...PROMPTS, 'a photo of <cloth> on a chair, <cloth>', 'word '.repeat(90), ...UNICODE],
    words: [...UNICODE, '<cloth>', '<|startoftext|>', '<|endoftext|>', "'s", "'LL", '!', ' '],
    run: (text) => {
      const tokenizer = tinyTokenizer();
      // What forms and workers let through: a prompt's length is bounded there.
      const prompt = text.slice(0, 2000);
      const { ids, placed, cutText } = tokenizer.encode(prompt, [{ token: '<cloth>', vectors: 3 }]);
      holds(ids.length === tokenizer.maxTokens, `it became ${ids.length} ids`);
      holds(
        placed.every(({ position }) => position > 0 && position < ids.length - 1),
        'a word stands outside',
      );
      holds(cutText === '' || prompt.endsWith(cutText), 'what was cut off is not its end');
    },
  }),
  textTarget({
    name: 'placeholder',
    seeds: () => ['<cloth>', 'sks', '<a b>', '(a+)+$', '[', '\\'],
    words: ['<', '>', '(', ')*', '+', '\\', '|', '$', '^', '[', '{2,}', '\\u{'],
    run: (text) => {
      const token = text.slice(0, 300);
      tinyTokenizer().requirePlaceholder(token);
      const { placed } = tinyTokenizer().encode(`a ${token} b`, [{ token, vectors: 1 }]);
      holds(placed.length > 0, 'it is found in no prompt');
    },
  }),
  jsonTarget({
    name: 'tokenizer-files',
    seeds: () => [
      {
        json: SMALL_JSON,
        config: TOKENIZER_CONFIG,
        map: { pad_token: '!' },
      },
      {
        json: { ...SMALL_JSON, added_tokens: [] },
        config: fixtureJson('tiny/tokenizer/tokenizer_config.json'),
        map: null,
      },
    ],
    words: WORDS,
    allows: [SyntaxError],
    run: (text) => {
      const read = parsePythonJson(text);
      if (typeof read !== 'object' || read === null) return;
      const { json, config, map } = read as Record<string, unknown>;
      use(PromptTokenizer.fromFiles(json, config, map ?? null));
    },
  }),
];
