/** Whole models: folders, single files with what lies beside them, and what is written of stored ones. */
import { inspectCheckpoint, MissingFileError } from '@weft/engine';
import { layoutSafetensors } from '@weft/engine/internal';
import { groupAdapterFiles } from '../../../src/features/library/files/groupAdapterFiles.ts';
import { isCheckpointFile, isModelFolder } from '../../../src/features/models/localFiles.ts';
import { chooseFiles } from '../../../workers/models/chooseFiles.ts';
import { readDescription } from '../../../workers/models/modelFolder.ts';
import { openCheckpointFile } from '../../../workers/models/openCheckpointFile.ts';
import { openFolder } from '../../../workers/models/openFolder.ts';
import { readTrainingYaml } from '../../../workers/models/trainingYaml.ts';
import { originalTensors, shapesAlone, smallModel } from '../../engine/model/singleFile/originalFile.ts';
import { type Heading, mutateHeadings } from '../mutators/headings.ts';
import type { Part } from '../mutators/parts.ts';
import { safetensorsAmongParts } from '../mutators/safetensors.ts';
import { holds, type Input, jsonTarget, partsTarget, type Target, textTarget } from '../target.ts';
import { fileOf, fixtureText, utf8 } from './fixtures.ts';
import { shardedFolder, smallFolder } from './smallModel.ts';

const localFiles = (parts: readonly Part[]) =>
  parts.map(({ path, bytes }) => ({ path, file: fileOf(path.split('/').at(-1) ?? path, bytes) }));

/** A header of tensors whose numbers nobody has: all of them are 0. */
function sourceOf(tensors: readonly Heading[], metadata: Record<string, string>) {
  const { header, dataLength } = layoutSafetensors(tensors, metadata);
  return {
    size: header.length + dataLength,
    read: async (offset: number, length: number) => {
      const bytes = new Uint8Array(length);
      if (offset < header.length) bytes.set(header.subarray(offset, offset + length));
      return bytes;
    },
  };
}

const isHeading = (value: unknown): value is Heading =>
  typeof value === 'object' &&
  value !== null &&
  'name' in value &&
  typeof value.name === 'string' &&
  'dtype' in value &&
  // Not as a text: that of lists within lists calls itself for each.
  typeof value.dtype === 'string' &&
  ['F32', 'F16', 'BF16', 'F64', 'I64'].includes(value.dtype) &&
  'shape' in value &&
  Array.isArray(value.shape) &&
  value.shape.every((side) => Number.isInteger(side) && side >= 0 && side < 2 ** 20);

/** The tensors of a small model in a single file. */
const headings = (family: 1 | 2, layers = 2): Heading[] =>
  originalTensors(smallModel(family, layers, shapesAlone)).map(({ name, dtype, shape }) => ({ name, dtype, shape }));

const isMetadata = (value: unknown): value is { metadata: Record<string, string> } =>
  typeof value === 'object' &&
  value !== null &&
  'metadata' in value &&
  typeof value.metadata === 'object' &&
  value.metadata !== null &&
  Object.values(value.metadata).every((text) => typeof text === 'string');

/** Lists of tensors, whose numbers nobody has. */
function singleFileTarget(): Target {
  const lists = new WeakMap<readonly Input[], Heading[][]>();
  return {
    name: 'single-file',
    allows: [],
    seeds: async () => [headings(1), headings(2), headings(1, 1), headings(2, 1)].map((list) => JSON.stringify(list)),
    mutate(random, seeds) {
      const known = lists.get(seeds) ?? seeds.map((text) => JSON.parse(text as string) as Heading[]);
      lists.set(seeds, known);
      return mutateHeadings(random, known);
    },
    run: async (input) => {
      let list: unknown;
      try {
        list = JSON.parse(input as string);
      } catch {
        return;
      }
      if (!Array.isArray(list)) return;
      const metadata = list.find(isMetadata)?.metadata ?? { 'modelspec.resolution': '512x512' };
      const source = sourceOf(list.filter(isHeading), metadata);
      await inspectCheckpoint({
        name: 'loom',
        singleFile: 'loom.safetensors',
        read: async (path) => {
          throw new MissingFileError(`The model has no ${path}.`, 'Choose another one.');
        },
        open: async () => source,
        size: async () => source.size,
      });
    },
  };
}

const stored = {
  id: 'loom-0123abcd',
  name: 'Loom',
  origin: { kind: 'hub', hub: 'https://huggingface.co', repository: 'weaver/loom', commit: '0123456789abcdef' },
  layout: 'diffusers',
  family: 'Stable Diffusion 1',
  files: [
    { path: 'unet/config.json', bytes: 100, digest: { kind: 'git-blob', hex: '0'.repeat(40) } },
    { path: 'vae/config.json', bytes: 100, digest: null },
  ],
  prediction: 'v_prediction',
  addedAt: 1_700_000_000_000,
};

export const modelTargets: readonly Target[] = [
  partsTarget({
    name: 'model-folder',
    seeds: () => [smallFolder(), shardedFolder()],
    change: safetensorsAmongParts(1),
    run: async (parts) => {
      const files = localFiles(parts.map(({ path, ...rest }) => ({ path: `my model/${path}`, ...rest })));
      isModelFolder(files);
      isCheckpointFile(files);
      const { model, contents } = await openFolder(files);
      holds(
        model.files.every(({ path }) => contents.has(path)),
        'it lists files that it lacks',
      );
    },
  }),
  textTarget({
    name: 'model-paths',
    seeds: () => [
      smallFolder()
        .map(({ path }) => path)
        .join('\n'),
      shardedFolder()
        .map(({ path }) => path)
        .join('\n'),
    ],
    words: ['.fp16', '.safetensors', '.bin', '-00001-of-00002', '.index.json', '/', '..', '\n'],
    run: (text) => {
      const paths = text.split('\n');
      groupAdapterFiles(paths.map((path) => fileOf(path, '')));
      chooseFiles(new Set(paths));
    },
  }),
  singleFileTarget(),
  partsTarget({
    name: 'beside-a-single-file',
    seeds: () => {
      const [scheduler] = smallFolder().filter(({ path }) => path.startsWith('scheduler/'));
      const { header } = layoutSafetensors(headings(1));
      return [
        [
          { path: 'loom.safetensors', bytes: header.slice() },
          { path: 'loom.yaml', bytes: utf8(fixtureText('singleFile/beside.yaml')) },
        ],
        [{ path: 'loom.safetensors', bytes: header.slice(0, 500) }, scheduler as Part],
      ];
    },
    run: (parts) => openCheckpointFile(localFiles(parts)),
  }),
  textTarget({
    name: 'training-yaml',
    seeds: () => [
      fixtureText('singleFile/beside.yaml'),
      'model:\n  params:\n    parameterization: "v"\n    linear_start: 0.00085\n    timesteps: 1000\n',
      'a: &a [x, x]\nb: &b [*a, *a]\nmodel: {params: {parameterization: eps}}\n',
    ],
    words: [
      '- ',
      ': ',
      '&a ',
      '*a',
      '<<: *a',
      '!!binary ',
      '!!set',
      '? ',
      '|\n ',
      '>-\n',
      '{',
      '[',
      '%YAML 1.1',
      '---\n',
      '"',
      '#',
      '\t',
    ],
    run: (text) => readTrainingYaml(fileOf('loom.yaml', text)),
  }),
  jsonTarget({
    name: 'stored-model',
    seeds: () => [
      stored,
      { ...stored, origin: { kind: 'file', name: 'loom.safetensors' }, layout: 'single-file' },
      { ...stored, origin: { kind: 'folder', name: 'loom' } },
    ],
    words: ['..', '../x', 'a/../b', 'single-file', 'epsilon', 'hub', 'file', 'folder', 'sha256'],
    run: async (text) => {
      const folder = { getFileHandle: async () => ({ getFile: async () => fileOf('model.json', text) }) };
      const model = await readDescription(folder as unknown as FileSystemDirectoryHandle, 'whole');
      for (const { path } of model?.files ?? []) {
        holds(!path.split('/').some((part) => ['', '.', '..'].includes(part)), `${path} leads out of its folder`);
      }
    },
  }),
];
