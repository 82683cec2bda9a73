/** Records as they come back from storage: whole ones are taken, broken ones counted and left out. */

import { describe, expect, it } from 'vitest';
import type * as z from 'zod';
import { say } from '../../../src/contract/message.ts';
import { GalleryRecord } from '../../../src/features/create/galleryRecords.ts';
import { ImageRecord } from '../../../src/features/dataset/imageRecords.ts';
import { CREATE_DEFAULTS } from '../../../src/features/drawing/settings/drawingDefaults.ts';
import { originRows } from '../../../src/features/library/cards/originRows.ts';
import { AdapterRecord } from '../../../src/features/library/records/adapterRecords.ts';
import { RunRecord } from '../../../src/features/library/records/runRecords.ts';
import { INVERSION_DEFAULTS, LORA_DEFAULTS } from '../../../src/features/training/form/trainDefaults.ts';
import { StorageError } from '../../../src/files/StorageError.ts';
import { wasKeptAsBytes } from '../../../src/kit/images/storedPng.ts';
import { asJson } from '../../../src/kit/records/asJson.ts';
import { parseRecord } from '../../../src/kit/records/RecordStore.ts';
import { uniqueName } from '../../../src/kit/records/uniqueName.ts';

const image = {
  id: 'a',
  name: 'cloth.jpg',
  order: 1,
  bytes: new Blob(['a picture'], { type: 'image/png' }),
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

function parseRecords<T>(schema: z.ZodType<T>, stored: unknown[]) {
  const parsed = stored.map((value) => parseRecord(schema, value));
  const records = parsed.filter((record) => record !== null);
  return { records, broken: parsed.length - records.length };
}

describe('parseRecord', () => {
  it('takes whole records and counts the broken', () => {
    const stored = [image, { ...image, bytes: 'gone' }, null, 7, { ...image, id: 'c', side: -1 }];
    expect(parseRecords(ImageRecord, stored)).toEqual({ records: [image], broken: 4 });
  });

  it('takes an adapter with and without a thumbnail', () => {
    const pictured = { ...adapter, thumbnail: new ArrayBuffer(4) };
    expect(parseRecords(AdapterRecord, [adapter, pictured]).records).toHaveLength(2);
  });

  it('takes an image that was kept before there were captions as one without', () => {
    const { caption: _, ...earlier } = image;
    expect(parseRecords(ImageRecord, [earlier]).records).toEqual([{ ...image, caption: '' }]);
  });

  it('takes an image whose bytes lay in its record, and knows that it is to be written anew', async () => {
    const { bytes: _, ...about } = image;
    const [earlier, now] = parseRecords(ImageRecord, [
      { ...about, bytes: Uint8Array.of(1, 2, 3).buffer },
      image,
    ]).records;
    expect(earlier).toMatchObject(about);
    expect([...new Uint8Array((await earlier?.bytes.arrayBuffer()) ?? new ArrayBuffer(0))]).toEqual([1, 2, 3]);
    expect([earlier, now].map((record) => record && wasKeptAsBytes(record.bytes))).toEqual([true, false]);
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
    const usual = {
      ...LORA_DEFAULTS,
      targets: ['attention'],
      keepCheckpoints: false,
      quickClassImages: false,
      minSnrGamma: 0,
    };
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
    expect(parseRecords(GalleryRecord, [picture, wild])).toMatchObject({ records: [{ id: 'd' }], broken: 1 });
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

  it('come with their bytes as a PNG', async () => {
    const bytes = Uint8Array.of(137, 80, 78, 71);
    const { records } = parseRecords(GalleryRecord, [{ ...first, png: bytes.buffer }]);
    expect(records[0]?.png.type).toBe('image/png');
    expect(new Uint8Array((await records[0]?.png.arrayBuffer()) ?? new ArrayBuffer(0))).toEqual(bytes);
  });

  it('are still refused where a setting is out of bounds', () => {
    const wild = { ...first, settings: { ...first.settings, size: 7 } };
    expect(parseRecords(GalleryRecord, [wild]).broken).toBe(1);
  });
});

describe('records of items whose foreign parts are strange', () => {
  const strange = (change: object) => parseRecord(AdapterRecord, { ...adapter, ...change });

  it('keep their numbers whatever their name is', () => {
    expect(strange({ name: '' })?.name).toBe('Unnamed');
    expect(strange({ name: ' \u200b\n' })?.name).toBe('Unnamed');
    expect(strange({ name: ' Indigo \n night ' })?.name).toBe('Indigo night');
    expect(strange({ name: 'n'.repeat(100_000) })?.name).toHaveLength(200);
  });

  it('have a date that can be written', () => {
    for (const createdAt of [1e300, -1e300, 8.64e15 + 1]) {
      const record = strange({ createdAt });
      expect(record).not.toBeNull();
      expect(new Date(record?.createdAt ?? Number.NaN).toISOString()).toBe('1970-01-01T00:00:00.000Z');
    }
  });

  it('may have settings that are called like parts of every object, and show them by these names', () => {
    const odd = { constructor: 1, toString: { valueOf: 2 }, hasOwnProperty: [3], method: 'constructor' };
    const record = strange({ origin: { ...adapter.origin, settings: odd } });
    expect(record && originRows(record.origin)).toEqual([
      { label: 'Constructor', value: '1' },
      { label: 'To string', value: 'value of 2' },
      { label: 'Has own property', value: '3' },
      { label: 'Method', value: 'constructor' },
    ]);
  });

  it('are damaged, not a failure of all, where they are deeper than can be walked', () => {
    let deep: unknown = 1;
    for (let depth = 0; depth < 100_000; depth++) deep = { deep };
    expect(strange({ origin: { ...adapter.origin, settings: { deep } } })).toBeNull();
    const nested = (depth: number): unknown => (depth === 0 ? 1 : [nested(depth - 1)]);
    expect(strange({ origin: { ...adapter.origin, settings: { deep: nested(32) } } })).not.toBeNull();
    // Deep enough for what shows it to run out of stack, though not for what checks it.
    expect(strange({ origin: { ...adapter.origin, settings: { deep: nested(33) } } })).toBeNull();
    expect(strange({ origin: { ...adapter.origin, settings: { deep: nested(1500) } } })).toBeNull();
  });

  it('show no more of a header than a card can hold', () => {
    const metadata = Object.fromEntries(Array.from({ length: 5000 }, (_, i) => [`${i} ${'k'.repeat(1000)}`, 'v']));
    const rows = originRows({ kind: 'foreign', metadata });
    expect(rows).toHaveLength(201);
    expect(rows.at(-1)).toEqual({ label: 'And more', value: '4800 entries' });
    expect(Math.max(...rows.map(({ label }) => label.length))).toBeLessThan(410);
  });
});

describe('asJson', () => {
  it('writes what storage holds so that nothing of it is lost', async () => {
    const stored = {
      bytes: Uint8Array.of(1, 2, 255).buffer,
      theta: Float32Array.of(0.5),
      file: new Blob(['ab']),
      loss: Number.NaN,
      at: new Date(0),
      map: new Map([['a', 1]]),
      list: [null, undefined, 'x'],
    };
    expect(JSON.parse(await asJson(stored))).toEqual({
      bytes: { $ArrayBuffer: 'AQL/' },
      theta: { $Float32Array: 'AAAAPw==' },
      file: { $Blob: 'YWI=' },
      loss: { $Number: 'NaN' },
      at: { $Date: '1970-01-01T00:00:00.000Z' },
      map: { $Map: [['a', 1]] },
      list: [null, null, 'x'],
    });
  });

  it('ends where an object holds itself, and takes more bytes than a call has room for', async () => {
    const circle: Record<string, unknown> = { bytes: new Uint8Array(200_000) };
    circle.self = circle;
    const { self, bytes } = JSON.parse(await asJson(circle));
    expect(self).toEqual({ $Circle: '' });
    expect(Buffer.from(bytes.$Uint8Array, 'base64')).toHaveLength(200_000);
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
    const full = new StorageError(say('Could not keep the library'), new DOMException('', 'QuotaExceededError'));
    expect(full.message).toBe('Could not keep the library: the browser’s storage is full.');
    expect(full.advice).toContain('Delete');
    const closed = new StorageError(say('Could not keep the library'), new DOMException('Denied.', 'SecurityError'));
    expect(closed.message).toBe('The browser refuses to store anything (Denied).');
    expect(closed.advice).toContain('private window');
  });
});
