/** Records as they come back from storage: whole ones are taken, broken ones counted and left out. */
import { describe, expect, it } from 'vitest';
import { GalleryRecord } from '../../../src/features/create/galleryRecords.ts';
import { DatasetRecord } from '../../../src/features/dataset/datasetRecords.ts';
import { CREATE_DEFAULTS } from '../../../src/features/drawing/settings/drawingDefaults.ts';
import { AdapterRecord } from '../../../src/features/library/records/adapterRecords.ts';
import { RunRecord } from '../../../src/features/library/records/runRecords.ts';
import { INVERSION_DEFAULTS, LORA_DEFAULTS } from '../../../src/features/training/form/trainDefaults.ts';
import { StorageError } from '../../../src/files/StorageError.ts';
import { parseRecords } from '../../../src/kit/records/RecordStore.ts';
import { uniqueName } from '../../../src/kit/records/uniqueName.ts';

const image = {
  id: 'a',
  name: 'cloth.jpg',
  order: 1,
  bytes: new ArrayBuffer(8),
  side: 64,
  sourceWidth: 64,
  sourceHeight: 80,
  notes: [],
  sample: null,
  caption: 'a sks fabric with dots',
};

const adapter = {
  id: 'b',
  name: 'Indigo',
  createdAt: 1,
  method: 'lora',
  adapter: {
    baseModel: 'weft-starter',
    rank: 2,
    loraAlpha: 2,
    modules: [{ name: 'to_q', inFeatures: 3, outFeatures: 4 }],
    theta: new Float32Array(2 * (3 + 4)),
  },
  origin: {
    kind: 'trained',
    settings: LORA_DEFAULTS,
    losses: [{ step: 1, instance: 0.1, prior: null }],
    stepsDone: 1,
    stopped: false,
  },
  file: null,
};

describe('parseRecords', () => {
  it('takes whole records and counts the broken', () => {
    const stored = [image, { ...image, bytes: 'gone' }, null, 7, { ...image, id: 'c', side: -1 }];
    expect(parseRecords(DatasetRecord, stored)).toEqual({ records: [image], broken: 4 });
  });

  it('takes an adapter with and without a thumbnail', () => {
    const pictured = { ...adapter, thumbnail: new ArrayBuffer(4) };
    expect(parseRecords(AdapterRecord, [adapter, pictured]).records).toHaveLength(2);
  });

  it('takes an image that was kept before there were captions as one without', () => {
    const { caption: _, ...earlier } = image;
    expect(parseRecords(DatasetRecord, [earlier]).records).toEqual([{ ...image, caption: '' }]);
  });

  it('takes a LoRA run that was kept before its steps could be set as one of the usual steps', () => {
    const { instancePrompt, classPrompt, rank, loraAlpha, classImages, priorWeight, ...rest } = LORA_DEFAULTS;
    const { adapterName, steps, learningRate, seed, checkpointEvery } = rest;
    const { evalEvery, holdOut, sampleEvery, samplePrompt } = rest;
    const lora = { instancePrompt, classPrompt, rank, loraAlpha, classImages, priorWeight };
    const shared = { adapterName, steps, learningRate, seed, checkpointEvery };
    const watch = { evalEvery, holdOut, sampleEvery, samplePrompt };
    const identity = { model: 'm', images: ['i'] };
    const run = { id: 'r', startedAt: 1, settings: { ...lora, ...shared, ...watch }, identity };
    // Its checkpoints were not kept, and are not from there on; its class images are drawn on as they were, and its samples
    // count as they did.
    const usual = { ...LORA_DEFAULTS, keepCheckpoints: false, quickClassImages: false, minSnrGamma: 0 };
    expect(RunRecord.parse(run)).toMatchObject({ settings: usual, identity: { captions: [] } });
  });

  it('takes a run that was kept before there was more than one method as that of a LoRA', () => {
    const { method: _, ...settings } = LORA_DEFAULTS;
    const run = { id: 'r', startedAt: 1, settings, identity: { model: 'm', images: ['i'] } };
    expect(RunRecord.parse(run).settings).toEqual(LORA_DEFAULTS);
    expect(RunRecord.parse({ ...run, settings: INVERSION_DEFAULTS }).settings).toEqual(INVERSION_DEFAULTS);
  });

  it('refuses an adapter whose numbers don’t fit its modules', () => {
    const cut = { ...adapter, adapter: { ...adapter.adapter, theta: new Float32Array(13) } };
    expect(parseRecords(AdapterRecord, [cut])).toEqual({ records: [], broken: 1 });
  });

  it('refuses a picture whose settings are out of bounds', () => {
    const picture = {
      id: 'd',
      createdAt: 1,
      settings: CREATE_DEFAULTS,
      model: 'weft-starter',
      adapters: [],
      seconds: 2,
      png: new ArrayBuffer(4),
    };
    const wild = { ...picture, settings: { ...CREATE_DEFAULTS, samplingSteps: 0 } };
    expect(parseRecords(GalleryRecord, [picture, wild])).toEqual({ records: [picture], broken: 1 });
  });
});

describe('adapters that earlier versions kept', () => {
  const { origin, file: _, ...rest } = adapter;
  const { kind: __, ...run } = origin;
  const first = { ...rest, ...run };

  it('open whole, their run as their origin', () => {
    const { theta, ...layers } = adapter.adapter;
    const record = { ...adapter, adapter: { ...layers, bytes: theta.byteLength }, fewSteps: false };
    expect(parseRecords(AdapterRecord, [first])).toEqual({ records: [record], broken: 0 });
  });

  it('keep settings that this version no longer has, and miss none that it has gained', () => {
    const settings = { instancePrompt: 'a sks cloth', colourOfTheMoon: 'blue' };
    const { records } = parseRecords(AdapterRecord, [{ ...first, settings }]);
    expect(records[0]?.origin).toMatchObject({ kind: 'trained', settings });
  });

  it('are still refused where they are damaged', () => {
    expect(parseRecords(AdapterRecord, [{ ...first, losses: ['low'] }]).broken).toBe(1);
  });
});

describe('pictures that earlier versions kept', () => {
  const first = {
    id: 'd',
    createdAt: 1,
    settings: { ...CREATE_DEFAULTS, adapterWeight: 0.5 },
    model: 'weft-starter',
    adapter: 'Indigo',
    seconds: 2,
    png: new ArrayBuffer(4),
  };

  it('move their one adapter and its weight to the list', () => {
    const { records } = parseRecords(GalleryRecord, [first, { ...first, adapter: null }]);
    expect(records.map(({ adapters }) => adapters)).toEqual([[{ name: 'Indigo', weight: 0.5 }], []]);
    expect(records[0]?.settings).toEqual(CREATE_DEFAULTS);
  });

  it('are still refused where a setting is out of bounds', () => {
    const wild = { ...first, settings: { ...first.settings, size: 7 } };
    expect(parseRecords(GalleryRecord, [wild]).broken).toBe(1);
  });
});

describe('uniqueName', () => {
  it.each([
    ['Indigo', [], 'Indigo'],
    ['Indigo', ['indigo'], 'Indigo (2)'],
    [' Indigo ', ['Indigo', 'Indigo (2)'], 'Indigo (3)'],
  ])('makes of “%s” beside %j “%s”', (wanted, taken, name) => expect(uniqueName(wanted, taken)).toBe(name));
});

describe('StorageError', () => {
  it('tells a full storage from one that is closed', () => {
    const full = new StorageError('Could not keep the library', new DOMException('', 'QuotaExceededError'));
    expect(full.message).toBe('Could not keep the library: the browser’s storage is full.');
    expect(full.advice).toContain('Delete');
    const closed = new StorageError('Could not keep the library', new DOMException('Denied.', 'SecurityError'));
    expect(closed.message).toBe('The browser refuses to store anything (Denied).');
    expect(closed.advice).toContain('private window');
  });
});
