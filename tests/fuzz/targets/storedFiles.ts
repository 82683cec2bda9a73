/** Files of the studio's own in the browser's storage: what a crash, a full disk or another version may have left there. */
import { TorchGenerator } from '@weft/engine/internal';
import { readPreferences } from '../../../src/app/longWork/preferences.ts';
import { COMPARE_DEFAULTS, readCompare } from '../../../src/features/compare/compareForm.ts';
import { keptCompareForm } from '../../../src/features/compare/keptCompareForm.ts';
import { readMemoryBudget } from '../../../src/features/memory/memoryBudget.ts';
import { confirmedHubs } from '../../../src/features/models/confirmedHubs.ts';
import { keptTrainForm, trainFields } from '../../../src/features/training/form/keptTrainForm.ts';
import { readInversion, readLora, useTrainForm } from '../../../src/features/training/form/trainForm.ts';
import { readAdapter } from '../../../src/files/adapterNumbers.ts';
import { chunkedFiles } from '../../../src/files/chunkedFiles.ts';
import type { FileStore } from '../../../src/files/FileStore.ts';
import { readRunState, writeRunState } from '../../../src/files/runStates.ts';
import { takeLeft } from '../../../src/session/forms/leftFields.ts';
import { readModelChoice } from '../../../src/session/modelChoice.ts';
import { packFrame, unpackFrame } from '../../../workers/film/packFrame.ts';
import { isKnownHub, tokenFor } from '../../../workers/models/hub/hubTrust.ts';
import { memoryTable } from '../../unit/storage/memoryFiles.ts';
import { storedFrom, written } from '../mutators/storable.ts';
import { bytesTarget, holds, jsonTarget, type Target } from '../target.ts';
import { utf8 } from './fixtures.ts';

const state = {
  trainer: { step: 10, vectors: { theta: new Float32Array(4), m: new Float32Array(4) } },
  random: new TorchGenerator(1).getState(),
  best: { step: 5, heldOut: Number.NaN, theta: new Float32Array(4), waited: 1 },
};

/** Files in memory, some of which are given as they should never be. */
function withFile(files: FileStore, path: string, text: string): FileStore {
  return { ...files, read: async (asked) => (asked === path ? new Blob([utf8(text)]) : files.read(asked)) };
}

async function runDescription(): Promise<unknown> {
  const files = chunkedFiles(memoryTable());
  await writeRunState(files, 'r1', state);
  return JSON.parse(await ((await files.read('runs/r1/000010/state.json')) as Blob).text());
}

const layers = {
  baseModel: 'weft-starter',
  rank: 2,
  loraAlpha: 2,
  modules: [{ name: 'mid_block.attentions.0.transformer_blocks.0.attn1.to_q', inFeatures: 4, outFeatures: 4 }],
};

/** What the page keeps where it answers at once, for as long as `use` goes on. */
function withLocalStorage(text: string, use: () => void): void {
  const stored = { getItem: () => text, setItem: () => undefined, removeItem: () => undefined };
  Object.defineProperty(globalThis, 'localStorage', { value: stored, configurable: true });
  use();
}

const SIDE = 4;
const frame = () => {
  const rgba = Uint8ClampedArray.from({ length: 4 * SIDE * SIDE }, (_, at) => at * 7);
  return packFrame({ width: SIDE, height: SIDE, rgba });
};

export const storedFileTargets: readonly Target[] = [
  jsonTarget({
    name: 'run-state',
    seeds: async () => [await runDescription()],
    words: ['vectors', 'theta', 'words', 'position', 'NaN', 'best', 'heldOut', '..', '__proto__'],
    run: async (text) => {
      const files = chunkedFiles(memoryTable());
      await writeRunState(files, 'r1', state);
      const read = await readRunState(withFile(files, 'runs/r1/000010/state.json', text), 'r1', 10);
      new TorchGenerator(0).setState(read.random);
    },
  }),
  jsonTarget({
    name: 'random-state',
    seeds: () => [written(state.random)],
    words: ['$Uint32Array', 'position', 'cachedNormal', 'words'],
    run: (text) => {
      const generator = new TorchGenerator(0);
      generator.setState(storedFrom(text) as ReturnType<TorchGenerator['getState']>);
      holds(generator.randn(20).every(Number.isFinite), 'it gives numbers that are none');
    },
  }),
  jsonTarget({
    name: 'adapter-layers',
    seeds: () => [layers],
    words: ['modules', 'rank', 'loraAlpha', 'kernel', 'inFeatures'],
    run: async (text) => {
      const files = chunkedFiles(memoryTable());
      await files.write('adapters/a1/theta.f32', new Uint8Array(64));
      await readAdapter(withFile(files, 'adapters/a1/layers.json', text), { id: 'a1' });
    },
  }),
  jsonTarget({
    name: 'file-contents',
    seeds: () => [{ version: '1-2', pieces: 2, writtenAt: 1 }],
    words: ['version', 'pieces'],
    run: async (text) => {
      const table = memoryTable();
      const files = chunkedFiles({
        ...table,
        get: async (key) => (Array.isArray(key) && key.length === 1 ? storedFrom(text) : table.get(key)),
      });
      await files.read('a/b');
      await files.list('a');
    },
  }),
  bytesTarget({
    name: 'film-frame',
    seeds: async () => [new Uint8Array(await frame()), await deflated(new Uint8Array(100_000))],
    run: async (bytes) => {
      const { rgba } = await unpackFrame(bytes.buffer, SIDE, SIDE);
      holds(rgba.length === 4 * SIDE * SIDE, 'it has another size');
    },
  }),
  jsonTarget({
    name: 'model-choice',
    seeds: () => [
      { ref: { kind: 'stored', id: 'loom-0123abcd' }, name: 'Loom', opening: true },
      { ref: { kind: 'starter' }, name: 'the starter', opening: false },
    ],
    words: ['ref', 'kind', 'stored', 'starter', '../x', 'opening'],
    run: (text) => withLocalStorage(text, readModelChoice),
  }),
  jsonTarget({
    name: 'memory-budget',
    seeds: () => [8],
    run: (text) =>
      withLocalStorage(text, () => {
        const gigabytes = readMemoryBudget();
        holds(gigabytes === null || (gigabytes > 0 && gigabytes <= 1024), `it is ${gigabytes}`);
      }),
  }),
  jsonTarget({
    name: 'work-preferences',
    seeds: () => [{ awake: true, tell: false }, {}],
    words: ['awake', 'tell', '__proto__'],
    run: (text) =>
      withLocalStorage(text, () => {
        const { awake, tell } = readPreferences();
        holds(typeof awake === 'boolean' && typeof tell === 'boolean', 'they are neither yes nor no');
      }),
  }),
  jsonTarget({
    name: 'confirmed-hubs',
    seeds: () => [['https://mirror.example', 'http://10.0.0.2:8080'], []],
    words: ['https://', 'http://localhost', 'null', 'https://huggingface.co.example'],
    run: (text) =>
      withLocalStorage(text, () => {
        const confirmed = confirmedHubs();
        holds(Array.isArray(confirmed) && confirmed.every((one) => typeof one === 'string'), 'they are no texts');
        holds(!isKnownHub('https://stranger.example', []), 'a stranger is known');
        holds(tokenFor('http://plain.example', 't', confirmed) === '', 'a token travels unencrypted');
      }),
  }),
  jsonTarget({
    name: 'left-form',
    seeds: () => [trainFields(useTrainForm.getState()), { prompt: 'a sks cloth', seed: '1' }],
    words: ['method', 'lora.', 'inversion.', 'prompt', 'seed', 'columns', 'rows'],
    run: (text) =>
      withLocalStorage(text, () => {
        const fields = takeLeft('train');
        const { lora, inversion } = keptTrainForm(fields, useTrainForm.getState());
        readLora(lora);
        readInversion(inversion, {});
        holds(readCompare(keptCompareForm(fields, COMPARE_DEFAULTS), 512, []) !== null, 'no form comes of it');
      }),
  }),
];

async function deflated(bytes: Uint8Array<ArrayBuffer>): Promise<Uint8Array> {
  const packed = new Blob([bytes]).stream().pipeThrough(new CompressionStream('deflate-raw'));
  return new Uint8Array(await new Response(packed).arrayBuffer());
}
