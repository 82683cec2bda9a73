/** Records of every kind as they may lie in storage, earlier versions' and damaged ones among them. */
import type * as z from 'zod';
import { INVERSION_SETTINGS } from '../../../src/contract/settings/inversionSettings.ts';
import { LORA_SETTINGS } from '../../../src/contract/settings/loraSettings.ts';
import { COMPARE_DEFAULTS, readCompare } from '../../../src/features/compare/compareForm.ts';
import { CompareRecord } from '../../../src/features/compare/compareRecords.ts';
import { compareFields, keptCompareForm } from '../../../src/features/compare/keptCompareForm.ts';
import { GalleryRecord } from '../../../src/features/create/galleryRecords.ts';
import { GALLERY_AT_FIRST } from '../../../src/features/create/galleryState.ts';
import { readCreate } from '../../../src/features/create/galleryStore.ts';
import { ImageRecord } from '../../../src/features/dataset/imageRecords.ts';
import { DatasetRecord } from '../../../src/features/dataset/subjects/datasetRecords.ts';
import { keptDrawing } from '../../../src/features/drawing/fields/keptDrawing.ts';
import { adapterFacts, embeddingFacts } from '../../../src/features/library/cards/itemFacts.ts';
import { originRows } from '../../../src/features/library/cards/originRows.ts';
import { drawingAddress, subjectPrompt } from '../../../src/features/library/libraryState.ts';
import { movedOut } from '../../../src/features/library/records/AdapterRecordStore.ts';
import { AdapterRecord } from '../../../src/features/library/records/adapterRecords.ts';
import { EmbeddingRecord } from '../../../src/features/library/records/embeddingRecords.ts';
import { checkpointMovedOut, KeptCheckpoint } from '../../../src/features/library/records/keptCheckpoints.ts';
import { CheckpointRecord, RunRecord, SampleRecord } from '../../../src/features/library/records/runRecords.ts';
import { FilmRecord } from '../../../src/features/morph/films/filmRecords.ts';
import { filmText } from '../../../src/features/morph/films/filmText.ts';
import { keptMorphForm, morphFields } from '../../../src/features/morph/keptMorphForm.ts';
import { MORPH_FORM, readMorph } from '../../../src/features/morph/morphForm.ts';
import {
  ClassImageRecord,
  ClassSetRecord,
  OwnClassImage,
} from '../../../src/features/training/classImages/classImageRecords.ts';
import { keptTrainForm, trainFields } from '../../../src/features/training/form/keptTrainForm.ts';
import { LORA_DEFAULTS } from '../../../src/features/training/form/trainDefaults.ts';
import { readInversion, readLora, useTrainForm } from '../../../src/features/training/form/trainForm.ts';
import { chunkedFiles } from '../../../src/files/chunkedFiles.ts';
import { draftOf } from '../../../src/kit/form/draft.ts';
import { asJson } from '../../../src/kit/records/asJson.ts';
import { LastPlace } from '../../../src/kit/records/places.ts';
import { parseRecord } from '../../../src/kit/records/RecordStore.ts';
import { FormRecord } from '../../../src/session/forms/formRecords.ts';
import { presetFileText } from '../../../src/session/presets/presetFile.ts';
import { OwnPreset } from '../../../src/session/presets/presetRecords.ts';
import { memoryTable } from '../../unit/storage/memoryFiles.ts';
import { storedFrom, written } from '../mutators/storable.ts';
import { holds, jsonTarget, type Target } from '../target.ts';

const origin = {
  kind: 'trained',
  settings: { method: 'lora', instancePrompt: 'a sks cloth', steps: 300, targets: ['attention'] },
  losses: [{ step: 1, instance: 0.5, prior: null }],
  evaluations: [{ step: 1, trained: 0.5, heldOut: null }],
  stepsDone: 300,
  images: 5,
  stopped: false,
  seconds: 60,
};
const sampling = { guidanceScale: 7.5, samplingSteps: 25, sampler: 'dpmsolver++' };
const picture = { prompt: 'a sks cloth', negativePrompt: '', ...sampling, seed: 42, size: 128 };
const scores = {
  scores: { dino: 0.5, clipI: 0.5, clipT: 0.2, real: { dino: 0.6, clipI: 0.6 } },
  measuredAt: 1,
  protocol: { model: 'weft-starter', prompts: ['a cloth'], seeds: [1], ...sampling, size: 128, photographs: 5 },
};
const item = {
  id: 'a1',
  name: 'Indigo',
  createdAt: 1_700_000_000_000,
  origin,
  file: null,
  thumbnail: new ArrayBuffer(4),
  scores,
};
const modules = [{ name: 'mid_block.attentions.0.transformer_blocks.0.attn1.to_q', inFeatures: 4, outFeatures: 4 }];
const layers = { baseModel: 'weft-starter', rank: 2, loraAlpha: 2, modules };
const png = new ArrayBuffer(8);
const trainer = { step: 10, vectors: { theta: new Float32Array(4), m: new Float32Array(4) } };
const state = {
  trainer,
  random: { words: new Uint32Array(624), position: 3, cachedNormal: null },
  best: { step: 5, heldOut: 0.4, theta: new Float32Array(4), waited: 1 },
};

const MORE_ORIGINS = [
  { kind: 'merged', parts: [{ name: 'Indigo', weight: 0.5, rank: 2, loraAlpha: 4 }] },
  { kind: 'foreign', metadata: { ss_output_name: 'x', constructor: 'y' } },
];

const WORDS = [
  'settings',
  'steady',
  'steadyEvery',
  'origin',
  'kind',
  'adapter',
  'state',
  'theta',
  'bytes',
  'id',
  '$Float32Array',
  '$ArrayBuffer',
  '$Uint32Array',
];

/** @param use what the product does with a whole record */
function recordTarget<T>(
  name: string,
  schema: z.ZodType<T>,
  seeds: readonly unknown[],
  use: (record: T, stored: unknown) => unknown = () => undefined,
): Target {
  return jsonTarget({
    name: `record-${name}`,
    seeds: () => seeds.map(written),
    words: WORDS,
    run: async (text) => {
      const stored = storedFrom(text);
      const record = parseRecord(schema, stored);
      if (record !== null) await use(record, stored);
      // What is damaged can be taken away as it lies.
      else if (stored !== undefined) holds(typeof (await asJson(stored)) === 'string', 'it has no text');
    },
  });
}

/** Files in memory. */
const files = () => chunkedFiles(memoryTable());

function show(record: AdapterRecord | EmbeddingRecord): void {
  holds(record.name.trim() !== '' && record.name.length <= 400, `its name is “${record.name}”`);
  holds(!Number.isNaN(new Date(record.createdAt).getTime()), 'its date is none');
  originRows(record.origin);
  subjectPrompt(record);
  drawingAddress(record);
}

const FORMS = [
  { id: 'train', version: 1, fields: trainFields(useTrainForm.getState()) },
  { id: 'create', version: 1, fields: { ...GALLERY_AT_FIRST.draft, adapters: [{ id: 'a1', weight: 1, step: 2 }] } },
  { id: 'compare', version: 1, fields: compareFields(COMPARE_DEFAULTS) },
  { id: 'morph', version: 1, fields: morphFields(MORPH_FORM) },
];

const film = {
  id: 'f1',
  createdAt: 1,
  settings: {
    ...picture,
    keyframes: [
      { seed: 1, prompt: 'a' },
      { seed: 2, prompt: 'b', adapterWeights: [1] },
    ],
    duration: 5,
    framesPerSecond: 10,
  },
  adapters: [{ id: 'a1', name: 'Indigo', weight: 1 }],
  model: 'weft-starter',
  encoding: { format: 'gif', palette: 'frame', dither: false },
  frames: 50,
  bytes: null,
};

const run = {
  id: 'r1',
  startedAt: 1,
  settings: LORA_DEFAULTS,
  identity: { model: 'm', images: ['i'], captions: ['c'] },
  ownClassImages: [],
  fewStepAdapter: null,
  paused: true,
};

export const recordTargets: readonly Target[] = [
  recordTarget(
    'adapter',
    AdapterRecord,
    [
      { ...item, method: 'lora', adapter: { ...layers, bytes: 4 * 2 * 8 }, fewSteps: false },
      ...MORE_ORIGINS.map((other) => ({ ...item, origin: other, method: 'lora', adapter: { ...layers, bytes: 64 } })),
      // Before 0.2.0 with its numbers within; version 0.1.0 with what it knew of its run beside the adapter.
      { ...item, method: 'lora', adapter: { ...layers, theta: new Float32Array(16) } },
      {
        id: 'a0',
        name: 'Old',
        createdAt: 1,
        method: 'lora',
        adapter: { ...layers, theta: new Float32Array(16) },
        settings: { steadyEvery: 10, steps: 3 },
        losses: origin.losses,
        stepsDone: 3,
        stopped: false,
      },
    ],
    async (record, stored) => {
      show(record);
      adapterFacts(record);
      await movedOut(files(), stored);
    },
  ),
  recordTarget(
    'embedding',
    EmbeddingRecord,
    [
      {
        ...item,
        method: 'embedding',
        embedding: { baseModel: '', token: '<cloth>', width: 4, vectors: new Float32Array(8) },
      },
    ],
    (record) => {
      show(record);
      embeddingFacts(record);
    },
  ),
  recordTarget(
    'kept-checkpoint',
    KeptCheckpoint,
    [
      { id: 'r1 000010', run: 'r1', step: 10 },
      { id: 'r1 000020', run: 'r1', step: 20, theta: new Float32Array(4) },
    ],
    (_, stored) => checkpointMovedOut(files(), stored),
  ),
  recordTarget('run', RunRecord, [
    run,
    { ...run, settings: { ...LORA_DEFAULTS, method: undefined, steadyEvery: 5 }, identity: { model: 'm', images: [] } },
  ]),
  recordTarget('checkpoint', CheckpointRecord, [
    { id: 'r1', step: 10, state: null, losses: origin.losses, evaluations: origin.evaluations, seconds: 5 },
    { id: 'r0', state, losses: origin.losses, steady: [], seconds: 5 },
  ]),
  recordTarget('sample', SampleRecord, [
    {
      id: 'r1 000010 1',
      run: 'r1',
      step: 10,
      seed: 1,
      picture: { width: 2, height: 2, rgba: new Uint8ClampedArray(16) },
    },
  ]),
  recordTarget('gallery', GalleryRecord, [
    {
      id: 'g1',
      createdAt: 1,
      settings: picture,
      model: 'm',
      adapters: [{ name: 'x', weight: 1, step: 3 }],
      seconds: 1,
      png,
    },
    { id: 'g0', createdAt: 1, settings: { ...picture, adapterWeight: 1 }, model: 'm', adapter: 'x', seconds: 1, png },
  ]),
  recordTarget('form', FormRecord, FORMS, ({ fields }) => {
    holds(readCompare(keptCompareForm(fields, COMPARE_DEFAULTS), 512, []) !== null, 'no form comes of it');
    readMorph(keptMorphForm(fields, MORPH_FORM), 512);
    readCreate(keptDrawing(fields, GALLERY_AT_FIRST.draft), 512);
    const { lora, inversion } = keptTrainForm(fields, useTrainForm.getState());
    readLora(lora);
    readInversion(inversion, {});
  }),
  recordTarget('compare', CompareRecord, [
    {
      kind: 'form',
      id: 'form',
      drawing: { prompt: 'a', seed: '1' },
      adapters: [{ id: 'a1', weight: 1 }],
      columns: { setting: 'seed', texts: { seed: '1, 2', constructor: 'x' } },
      rows: { setting: 'none', texts: {} },
    },
    {
      kind: 'grid',
      id: 'grid',
      grid: 'x',
      drawn: { base: picture, adapters: [], columns: { setting: 'seed', values: [1, 2] }, rows: null, model: 'm' },
    },
    { kind: 'cell', id: 'c', grid: 'x', index: 0, seconds: 1, png },
  ]),
  recordTarget('dataset', ImageRecord, [
    {
      id: 'd1',
      name: 'a.png',
      order: 1,
      bytes: png,
      side: 64,
      sourceWidth: 64,
      sourceHeight: 64,
      notes: ['x'],
      sample: null,
      caption: 'c',
      original: 'ab'.repeat(32),
      crop: { x: 4, y: 0, side: 32, turns: 1 },
    },
    {
      id: 'd0',
      name: 'a.png',
      order: 1,
      bytes: png,
      side: 64,
      sourceWidth: 64,
      sourceHeight: 64,
      notes: [],
      sample: 'sample-01',
    },
  ]),
  recordTarget(
    'datasets',
    DatasetRecord,
    [
      { id: 'first', name: 'My fabric', createdAt: 1, subjectWord: 'sks', classWord: 'fabric pattern' },
      { id: '65a3f10c77be', name: 'Linen', createdAt: 2, subjectWord: '', classWord: '' },
    ],
    ({ name, createdAt }) => {
      holds(name.length <= 400, `its name has ${name.length} characters`);
      new Date(createdAt).toISOString();
    },
  ),
  recordTarget('film', FilmRecord, [film, { ...film, bytes: 1000 }], filmText),
  recordTarget('class-set', ClassSetRecord, [
    { id: 's1', model: 'm', modelName: 'M', prompt: 'a cloth', drawing: '{}', count: 3, bytes: 10 },
  ]),
  recordTarget('class-image', ClassImageRecord, [{ id: 's1 0000', png }]),
  recordTarget('own-class-image', OwnClassImage, [{ id: 'o1', name: 'a.png', order: 1, png }]),
  recordTarget(
    'preset',
    OwnPreset,
    [
      { id: 'p1', method: 'lora', name: 'Soft', createdAt: 1, fields: { ...draftOf(LORA_DEFAULTS) } },
      { id: 'p2', method: 'textual-inversion', name: 'Word', createdAt: 1, fields: { constructor: 'x', steps: '' } },
    ],
    (preset) => {
      holds(preset.name.length <= 400, `its name has ${preset.name.length} characters`);
      JSON.parse(presetFileText(preset, preset.method === 'lora' ? LORA_SETTINGS : INVERSION_SETTINGS));
    },
  ),
  recordTarget('place', LastPlace, [{ id: 'weft-dataset', last: 3 }]),
];
