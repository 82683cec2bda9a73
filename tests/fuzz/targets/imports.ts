/** Files as a person drops them on the library: adapters alone, with settings, in zips; and learnt words in every layout. */
import {
  holdsEmbedding,
  leftOutOfEmbedding,
  parseSafetensors,
  peftConfigOf,
  readBundledEmbeddings,
  readEmbedding,
  writeLora,
} from '@weft/engine';
import { loraSize, TorchGenerator } from '@weft/engine/internal';
import { importAdapter } from '../../../workers/studio/adapterFiles/importAdapter.ts';
import { pickleConversion } from '../../../workers/studio/adapterFiles/pickleConversion.ts';
import { knownEmbeddings } from '../../../workers/studio/knownEmbeddings.ts';
import type { Bytes } from '../mutators/bytes.ts';
import { mutateJson, treeOf } from '../mutators/json.ts';
import type { Part } from '../mutators/parts.ts';
import { safetensorsAmongParts, safetensorsMutator } from '../mutators/safetensors.ts';
import { mutateText } from '../mutators/text.ts';
import { zipMutator, zipOf } from '../mutators/zip.ts';
import { bytesTarget, holds, partsTarget, type Target, textTarget } from '../target.ts';
import { fileOf, fixture, LAYERS, originalName, safetensors, tinyTokenizer, utf8 } from './fixtures.ts';

const modules = LAYERS.slice(0, 2);
const adapter = {
  baseModel: 'weft-starter',
  rank: 2,
  loraAlpha: 4,
  modules,
  theta: new TorchGenerator(1).randn(loraSize(modules, 2)),
};
const weights = writeLora(adapter, 'peft', { weft: '{"name":"Indigo","createdAt":0}' }) as Bytes;
const config = utf8(JSON.stringify(peftConfigOf(adapter)));

const PAIR: readonly Part[] = [
  { path: 'adapter_model.safetensors', bytes: weights },
  { path: 'adapter_config.json', bytes: config },
];
const BESIDE: readonly Part[] = [
  { path: '__MACOSX/._adapter_config.json', bytes: utf8('x') },
  { path: 'notes.txt', bytes: utf8('mine') },
];

const target = {
  adaptableModules: LAYERS,
  checkpoint: { textEncoder: { config: { hidden_size: 4 } }, tokenizer: tinyTokenizer() },
  originalName,
  baseWeights: async () => new Map(),
};

const change = safetensorsAmongParts(0.7);

const load = (files: File[]) => importAdapter({ files, leaveOut: files.length % 2 === 0 }, target);

const WORD_NAMES = [
  'emb_params',
  'emp_params',
  'emp_params_out',
  'string_to_param.*',
  'clip_l',
  'clip_g',
  '<cloth>',
  'bundle_emb.cloth.clip_l',
  'bundle_emb.cloth.emp_params',
  'bundle_emb..clip_l',
];

const words = (): Bytes[] => [
  safetensors({ '<cloth>': [4] }, { base_model: 'weft-starter' }),
  safetensors({ '<cloth>': [2, 4] }),
  safetensors({ emb_params: [2, 4] }, { token: 'cloth' }),
  safetensors({ emp_params: [1, 4], emp_params_out: [1, 4] }),
  safetensors({ 'string_to_param.*': [1, 4] }),
  safetensors({ clip_l: [1, 4], clip_g: [1, 5] }),
  safetensors({ 'bundle_emb.cloth.clip_l': [1, 4], 'bundle_emb.other.emp_params': [2, 4] }),
  fixture('embeddings/learned_embeds.safetensors'),
];

export const importTargets: readonly Target[] = [
  partsTarget({
    name: 'adapter-files',
    seeds: () => [PAIR, PAIR.slice(1), [{ path: 'cloth.safetensors', bytes: weights }]],
    change,
    run: (parts) => load(parts.map(({ path, bytes }) => fileOf(path, bytes))),
  }),
  bytesTarget({
    name: 'adapter-zip',
    seeds: () => [
      zipOf(PAIR),
      zipOf([...PAIR, ...BESIDE]),
      zipOf(
        PAIR.map((part) => ({ ...part, path: `cloth/${part.path}` })),
        0,
      ),
      zipOf([{ path: 'archive/data.pkl', bytes: utf8('x') }]),
    ],
    mutate: zipMutator(change),
    run: (bytes) => load([fileOf('cloth.zip', bytes)]),
  }),
  bytesTarget({
    name: 'zip64',
    seeds: () => [fixture('hostile/zip64-two-thousand-million-entries.zip')],
    run: (bytes) => load([fileOf('cloth.zip', bytes)]),
  }),
  bytesTarget({
    name: 'learnt-word',
    seeds: words,
    mutate: safetensorsMutator(WORD_NAMES, (random, _, text) => mutateText(random, text, [text])),
    run: (bytes) => {
      const file = parseSafetensors(bytes);
      const found = holdsEmbedding(file) ? [readEmbedding(file, 'cloth')] : readBundledEmbeddings(file);
      leftOutOfEmbedding(file);
      for (const { token, vectors, width } of found) {
        holds(token !== '' && vectors.length > 0 && vectors.length % width === 0, 'its rows are not whole');
        holds(vectors.every(Number.isFinite), 'it has numbers that are none');
      }
      knownEmbeddings(found, target.checkpoint);
    },
  }),
  bytesTarget({
    name: 'learnt-word-import',
    seeds: words,
    mutate: safetensorsMutator(WORD_NAMES, (random, _, text) => {
      const tree = treeOf(text);
      return random.chance(0.5) ? mutateJson(random, tree, [tree]) : mutateText(random, text, [text]);
    }),
    run: (bytes) => load([fileOf('bad cloth.safetensors', bytes)]),
  }),
  textTarget({
    name: 'pickle-names',
    seeds: () => ['cloth.pt', 'my cloth (1).ckpt', 'a"b$(rm -rf ~)`x`.bin'],
    words: ['"', '$', '`', '\\', '.pt', '\n', '$(', '${', '!'],
    run: (text) => {
      const command = pickleConversion(text);
      // Between the quotes of a shell nothing of a name may be more than a letter.
      const quoted = command.slice(command.indexOf('" "') + 3, -1);
      holds(
        !/[$`\\]/.test(quoted) && quoted.split('" "').length === 2 && !quoted.replace('" "', '').includes('"'),
        'a name ends its quotes',
      );
      return load([fileOf(`${text}.pt`, 'x')]);
    },
  }),
];
