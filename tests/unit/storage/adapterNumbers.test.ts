/** Adapters' numbers apart from their records: stored, read by reference, moved out of earlier versions' records, swept. */
import { beforeEach, describe, expect, it } from 'vitest';
import type { LoraAdapter } from '../../../src/contract/adapters.ts';
import { movedOut } from '../../../src/features/library/records/AdapterRecordStore.ts';
import { AdapterRecord } from '../../../src/features/library/records/adapterRecords.ts';
import { checkpointMovedOut } from '../../../src/features/library/records/keptCheckpoints.ts';
import { removeLeftovers } from '../../../src/features/library/records/sweepLibrary.ts';
import { unkeptNumbers } from '../../../src/features/library/records/unkeptNumbers.ts';
import { ADAPTERS, readAdapter, writeAdapter, writeNumbers } from '../../../src/files/adapterNumbers.ts';
import { chunkedFiles } from '../../../src/files/chunkedFiles.ts';
import type { FileStore } from '../../../src/files/FileStore.ts';
import { AdapterStore } from '../../../workers/studio/adapters/AdapterStore.ts';
import { memoryTable } from './memoryFiles.ts';

const modules = [
  { name: 'to_q', inFeatures: 3, outFeatures: 4 },
  { name: 'conv', inFeatures: 2, outFeatures: 1, kernel: 3, rank: 1, loraAlpha: 3 },
];
const NUMBERS = 2 * (3 + 4) + (2 * 9 + 1);
const numbered = (start: number) => Float32Array.from({ length: NUMBERS }, (_, index) => start + index / 8);
const adapter = {
  baseModel: 'weft-starter',
  rank: 2,
  loraAlpha: 4,
  modules,
  theta: numbered(1),
} satisfies LoraAdapter;
const { theta, ...layers } = adapter;

/** As the version before numbers lay apart wrote it. */
const inOne = {
  id: 'b',
  name: 'Indigo',
  createdAt: 1,
  method: 'lora',
  adapter,
  fewSteps: true,
  origin: {
    kind: 'trained',
    settings: { instancePrompt: 'a sks cloth', steadyEvery: 10 },
    losses: [{ step: 1, instance: 0.1, prior: null }],
    steady: [{ step: 1, trained: 0.5, heldOut: null }],
    stepsDone: 1,
    stopped: false,
    seconds: 3,
  },
  file: null,
  thumbnail: new ArrayBuffer(4),
};
/** As 0.1.0 wrote it. */
const first = {
  id: 'a',
  name: 'Heirloom',
  createdAt: 1,
  method: 'lora',
  adapter,
  settings: { adapterName: 'Heirloom', instancePrompt: 'a sks cloth', steps: 300 },
  losses: [{ step: 12, instance: 0.1, prior: null }],
  stepsDone: 12,
  stopped: true,
};

let files: FileStore;
beforeEach(() => {
  files = chunkedFiles(memoryTable());
  unkeptNumbers.clear();
});
const full: Pick<FileStore, 'write'> = {
  write: () => Promise.reject(new DOMException('', 'QuotaExceededError')),
};

describe('an adapter in storage', () => {
  it('is read as it was, and as it was after a step', async () => {
    await writeAdapter(files, 'x', adapter);
    await writeNumbers(files, { id: 'x', step: 5 }, numbered(7));
    expect(await readAdapter(files, { id: 'x' })).toEqual(adapter);
    expect(await readAdapter(files, { id: 'x', step: 5 })).toEqual({ ...adapter, theta: numbered(7) });
  });

  it('that is gone is told of by a code of its own', async () => {
    await writeNumbers(files, { id: 'x', step: 5 }, numbered(7));
    for (const place of [{ id: 'gone' }, { id: 'x' }, { id: 'x', step: 6 }]) {
      await expect(readAdapter(files, place)).rejects.toMatchObject({ info: { code: 'adapter-missing' } });
    }
  });
});

describe('the worker', () => {
  const counted = () => {
    let reads = 0;
    const store = new AdapterStore({
      ...files,
      read: (path) => {
        reads++;
        return files.read(path);
      },
    });
    return { store, reads: () => reads };
  };

  it('reads and mixes the same adapters once', async () => {
    await writeAdapter(files, 'x', adapter);
    await writeNumbers(files, { id: 'x', step: 5 }, numbered(7));
    const { store, reads } = counted();
    const mix = await store.mix([{ id: 'x', weight: 1 }], modules);
    const before = reads();
    expect(before).toBeGreaterThan(0);
    expect(await store.mix([{ id: 'x', weight: 1 }], modules)).toBe(mix);
    expect(reads()).toBe(before);
    // Another weight, step or model is another mix.
    const other = await store.mix([{ id: 'x', weight: 0.5 }], modules);
    expect(other?.theta).not.toEqual(mix?.theta);
    const early = await store.mix([{ id: 'x', step: 5, weight: 0.5 }], modules);
    expect(early?.theta).not.toEqual(other?.theta);
    expect(await store.mix([{ id: 'x', step: 5, weight: 0.5 }], [...modules])).not.toBe(early);
  });

  it('stores what it made without handing its numbers over', async () => {
    const { store } = counted();
    expect(await store.store('new', adapter)).toEqual({
      adapter: { ...layers, bytes: 4 * NUMBERS, fingerprint: expect.stringMatching(/^[0-9a-f]{16}$/) },
      unkept: null,
    });
    expect(await readAdapter(files, { id: 'new' })).toEqual(adapter);
  });

  it('holds what there is no room for, and says why', async () => {
    const store = new AdapterStore({ ...files, ...full });
    const { unkept } = await store.store('new', adapter);
    expect(unkept?.theta).toEqual(theta);
    expect(unkept?.error).toMatchObject({ code: 'storage-full' });
    expect(await store.read({ id: 'new' })).toEqual(adapter);
    expect(await store.storeStep('new', 3, theta)).toMatchObject({ code: 'storage-full' });
  });
});

describe.each([
  ['0.1.0', first, { stepsDone: 12 }],
  ['the version before', inOne, { seconds: 3, evaluations: inOne.origin.steady }],
])('a record of %s', (_, record, told) => {
  it('loses its numbers to a file, and nothing else', async () => {
    const moved = await movedOut(files, record);
    expect(moved).toMatchObject({ id: record.id, name: record.name, origin: { kind: 'trained', ...told } });
    expect(moved?.adapter).toEqual({ ...layers, bytes: 4 * NUMBERS });
    expect(await readAdapter(files, { id: record.id })).toEqual(adapter);
    // Once: what was rewritten is left alone, and reads as it was.
    expect(await movedOut(files, moved)).toBeNull();
    expect(AdapterRecord.parse(moved)).toEqual(moved);
  });

  it('is the same after a crash between the two', async () => {
    const once = await movedOut(files, record);
    expect(await movedOut(files, record)).toEqual(once);
    expect(await readAdapter(files, { id: record.id })).toEqual(adapter);
  });

  it('stays as it is where there is no room, its numbers at hand', async () => {
    expect(await movedOut({ ...files, ...full }, record)).toBeNull();
    expect(unkeptNumbers.get(record.id)).toMatchObject({ theta, inRecord: true });
    expect(AdapterRecord.parse(record).adapter.bytes).toBe(4 * NUMBERS);
  });
});

it('a damaged record is left as it is', async () => {
  const cut = { ...inOne, adapter: { ...adapter, theta: theta.slice(1) } };
  expect(await movedOut(files, cut)).toBeNull();
  expect(await files.list('adapters')).toEqual([]);
  expect(AdapterRecord.safeParse(cut).success).toBe(false);
});

it('a checkpoint of the version before loses its numbers to a file', async () => {
  const old = { id: 'b 000005', run: 'b', step: 5, theta: numbered(7) };
  await writeAdapter(files, 'b', adapter);
  const moved = await checkpointMovedOut(files, old);
  expect(moved).toEqual({ id: 'b 000005', run: 'b', step: 5 });
  expect((await readAdapter(files, { id: 'b', step: 5 })).theta).toEqual(numbered(7));
  expect(await checkpointMovedOut(files, moved)).toBeNull();
});

describe('sweeping', () => {
  const ids = async () => [...new Set((await files.list('adapters')).map(({ path }) => path.split('/')[1]))].sort();
  const later = () => Date.now() + 1000;

  it('takes what no record speaks of, with its checkpoints', async () => {
    for (const id of ['kept', 'left']) await writeAdapter(files, id, adapter);
    await writeNumbers(files, { id: 'left', step: 5 }, theta);
    await removeLeftovers(files, ADAPTERS, async () => ['kept'], later());
    expect(await ids()).toEqual(['kept']);
  });

  it('leaves what was written by this page', async () => {
    await writeAdapter(files, 'new', adapter);
    await removeLeftovers(files, ADAPTERS, async () => [], Date.now() - 1000);
    expect(await ids()).toEqual(['new']);
  });

  it('takes nothing where the records can’t be read', async () => {
    await writeAdapter(files, 'kept', adapter);
    await expect(removeLeftovers(files, ADAPTERS, () => Promise.reject(new Error('closed')), later())).rejects.toThrow(
      'closed',
    );
    expect(await ids()).toEqual(['kept']);
  });
});
