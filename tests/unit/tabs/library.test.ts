/** The library in two tabs at once, over the real records; numbers lie in the browser's storage beside them. */

import { describe, expect, it, vi } from 'vitest';
import { asIs } from '../../../src/contract/message.ts';
import { adapter, embedding } from '../library/libraryInNode.ts';
import { atRest, openTab, withBrowser } from './tabs.ts';

withBrowser();

const THETA = Float32Array.of(1, 2, 3, 4, 5, 6, 7);
const modules = [{ name: 'to_q', inFeatures: 3, outFeatures: 4 }];
const layers = { baseModel: 'weft-starter', rank: 1, loraAlpha: 1, modules };
const record = (id: string) => adapter(id, { adapter: { ...layers, bytes: THETA.byteLength } });

async function tab() {
  const parts = await openTab(async () => ({
    ...(await import('../../../src/features/library/libraryStore.ts')),
    ...(await import('../../../src/features/library/keepLora.ts')),
    ...(await import('../../../src/features/library/checkpoints/checkpoints.ts')),
    ...(await import('../../../src/features/library/checkpoints/runArtifacts.ts')),
    ...(await import('../../../src/features/library/records/AdapterRecordStore.ts')),
    ...(await import('../../../src/features/library/records/keptCheckpoints.ts')),
    ...(await import('../../../src/features/library/records/runRecords.ts')),
    ...(await import('../../../src/features/library/records/storedNumbers.ts')),
    ...(await import('../../../src/features/library/records/sweepLibrary.ts')),
    ...(await import('../../../src/features/library/records/unkeptNumbers.ts')),
    ...(await import('../../../src/features/library/cards/itemRemoval.ts')),
    ...(await import('../../../src/files/adapterNumbers.ts')),
    ...(await import('../../../src/kit/records/leftovers.ts')),
    ...(await import('../../../src/files/storedFiles.ts')),
    notices: (await import('../../../src/session/noticesStore.ts')).useNotices,
  }));
  await Promise.all([parts.loadLibrary(), parts.loadCheckpoints()]);
  return {
    ...parts,
    names: () => parts.useLibrary.getState().adapters.map(({ name }) => name),
    words: () => parts.useLibrary.getState().embeddings.map((word) => [word.name, word.embedding.token]),
    stored: async () => (await parts.adapterRecords.readAll()).records,
    /** Numbers first, then the record, as the worker and the page keep them. */
    async keep(id: string) {
      await parts.writeAdapter(parts.storedFiles, id, { ...layers, theta: THETA });
      await parts.keepItem(record(id));
    },
    numbers: () => parts.storedFiles.list(parts.ADAPTERS).then((files) => files.map(({ path }) => path).sort()),
    remove: (id: string) => parts.removeWhole(id, parts),
  };
}

const NUMBERS = ['adapters/a/layers.json', 'adapters/a/theta.f32'];

describe('a name that both tabs give at the same moment', () => {
  it('goes to one of two new items, and the other has one beside it, in both tabs and in storage', async () => {
    const [a, b] = [await tab(), await tab()];
    const [ofA, ofB] = await Promise.all([
      a.keepItem({ ...record('a'), name: 'Woven' }),
      b.keepItem({ ...record('b'), name: 'woven' }),
    ]);
    await atRest();
    expect([ofA.kept, ofB.kept]).toEqual([true, true]);
    const names = (await a.stored()).map(({ name }) => name);
    expect(new Set(names.map((name) => name.toLowerCase()))).toEqual(new Set(['woven', 'woven (2)']));
    expect([...a.names()].sort()).toEqual([...names].sort());
    expect([...b.names()].sort()).toEqual([...names].sort());
    expect(names).toContain(ofA.record.name);
    expect(names).toContain(ofB.record.name);
  });

  it('goes to one of two that are renamed, or put back', async () => {
    const [a, b] = [await tab(), await tab()];
    for (const id of ['a', 'b', 'c']) await a.keep(id);
    await a.renameItem('c', 'Kente');
    await atRest();
    const undo = await a.removeRecord('c');
    await atRest();
    await Promise.all([a.renameItem('a', 'Indigo'), b.renameItem('b', 'Indigo'), undo?.(), b.renameItem('b', 'Kente')]);
    await atRest();
    const names = (await a.stored()).map(({ name }) => name);
    expect(names.filter((name) => name.startsWith('Indigo'))).toHaveLength(1);
    expect(names.filter((name) => name.startsWith('Kente')).sort()).toEqual(['Kente', 'Kente (2)']);
    expect([...a.names()].sort()).toEqual([...names].sort());
    expect([...b.names()].sort()).toEqual([...names].sort());
  });

  it('is a token of one word alone, which the other is called beside', async () => {
    const [a, b] = [await tab(), await tab()];
    await Promise.all([
      a.keepItem(embedding('a', { name: '<kente>', embedding: { ...embedding('a').embedding, token: '<kente>' } })),
      b.keepItem(embedding('b', { name: '<kente>', embedding: { ...embedding('b').embedding, token: '<kente>' } })),
    ]);
    await atRest();
    const both = [
      ['<kente-2>', '<kente-2>'],
      ['<kente>', '<kente>'],
    ];
    expect([...a.words()].sort()).toEqual(both);
    expect([...b.words()].sort()).toEqual(both);
    const told = [a, b].flatMap((one) => one.notices.getState().notices.map(({ message }) => message));
    expect(told).toEqual(['The library has another word <kente>: this one is <kente-2> now.']);
  });
});

describe('an item that both tabs show', () => {
  it('has its new name in the other tab, and a picture that came there meanwhile', async () => {
    const [a, b] = [await tab(), await tab()];
    await a.keep('a');
    await atRest();
    expect(b.names()).toEqual(['Adapter a']);
    const thumbnail = new ArrayBuffer(3);
    await Promise.all([a.renameItem('a', 'Indigo'), b.setThumbnail('a', thumbnail)]);
    await atRest();
    const both = [{ ...record('a'), name: 'Indigo', thumbnail }];
    expect(a.useLibrary.getState().adapters).toEqual(both);
    expect(b.useLibrary.getState().adapters).toEqual(both);
    expect(await b.stored()).toEqual(both);
  });

  it('vanishes where the other tab deletes it, and no old card brings it back', async () => {
    const [a, b] = [await tab(), await tab()];
    await a.keep('a');
    await atRest();
    const deletion = b.remove('a');
    await a.renameItem('a', 'Back again');
    await deletion;
    await a.setFewSteps('a', true);
    await atRest();
    expect([a.names(), b.names(), await a.stored()]).toEqual([[], [], []]);
  });

  it('comes back to both tabs by Undo, whole', async () => {
    const [a, b] = [await tab(), await tab()];
    await a.keep('a');
    await a.writeNumbers(a.storedFiles, { id: 'a', step: 5 }, THETA);
    await a.keepCheckpoint('a', 5);
    await atRest();
    const removed = await b.remove('a');
    await atRest();
    expect([a.names(), a.useCheckpoints.getState().steps]).toEqual([[], {}]);
    await removed?.undo();
    await atRest();
    expect([a.names(), a.useCheckpoints.getState().steps]).toEqual([['Adapter a'], { a: [5] }]);
    expect(await a.numbers()).toEqual(['adapters/a/layers.json', 'adapters/a/step-000005.f32', 'adapters/a/theta.f32']);
  });

  it('deleted in both tabs at once keeps its numbers for the one that undoes it', async () => {
    const [a, b] = [await tab(), await tab()];
    await a.keep('a');
    await atRest();
    const [ofA, ofB] = await Promise.all([a.remove('a'), b.remove('a')]);
    await ofB?.forget();
    expect(await a.numbers()).toEqual(NUMBERS);
    await ofA?.undo();
    await atRest();
    expect([a.names(), b.names()]).toEqual([['Adapter a'], ['Adapter a']]);
    await b.forgetNumbers('a');
    expect(await b.numbers()).toEqual(NUMBERS);
  });

  it('leaves no numbers once nobody can undo it', async () => {
    const [a, b] = [await tab(), await tab()];
    await a.keep('a');
    await atRest();
    const removed = await b.remove('a');
    await removed?.forget();
    expect(await a.numbers()).toEqual([]);
  });
});

describe('a run’s artifacts', () => {
  it('stay where the run is in the library, whatever an old offer says', async () => {
    const [a, b] = [await tab(), await tab()];
    await a.keep('a');
    await a.writeNumbers(a.storedFiles, { id: 'a', step: 5 }, THETA);
    await a.keepCheckpoint('a', 5);
    await b.forgetArtifacts('a');
    await atRest();
    expect(await a.keptCheckpoints.ids()).toEqual(['a 000005']);
    expect(await a.numbers()).toHaveLength(3);
  });
});

describe('an item that storage refused', () => {
  const full = () =>
    vi.spyOn(IDBObjectStore.prototype, 'put').mockImplementation(() => {
      throw new DOMException('no room', 'QuotaExceededError');
    });

  it('is stored by trying again, its numbers first', async () => {
    const a = await tab();
    const error = { code: 'storage-full', message: 'No room.', advice: 'Make some.' } as const;
    await a.keepLora(record('a'), {
      adapter: { ...layers, bytes: THETA.byteLength },
      fewSteps: false,
      unkept: { theta: THETA, error },
    });
    expect(a.useLibrary.getState().unsaved).toEqual(['a']);
    const refusing = full();
    await a.storeAgain('a');
    expect([a.useLibrary.getState().unsaved, await a.stored()]).toEqual([['a'], []]);
    refusing.mockRestore();
    await a.storeAgain('a');
    expect(a.useLibrary.getState().unsaved).toEqual([]);
    expect(await a.readAdapter(a.storedFiles, { id: 'a' })).toEqual({ ...layers, theta: THETA });
    const b = await tab();
    expect(b.names()).toEqual(['Adapter a']);
  });

  it('with a new name alone is stored under it, beside what the other tab changed', async () => {
    const [a, b] = [await tab(), await tab()];
    await a.keep('a');
    await atRest();
    const refusing = full();
    await a.renameItem('a', 'Indigo');
    refusing.mockRestore();
    await b.setFewSteps('a', true);
    await atRest();
    expect(a.useLibrary.getState()).toMatchObject({ unsaved: ['a'], adapters: [{ name: 'Indigo', fewSteps: true }] });
    await a.storeAgain('a');
    await atRest();
    expect(b.useLibrary.getState().adapters).toMatchObject([{ name: 'Indigo', fewSteps: true }]);
    expect(a.useLibrary.getState().unsaved).toEqual([]);
  });
});

describe('a record that holds its numbers itself, for want of room elsewhere', () => {
  it('keeps them when it is renamed', async () => {
    const { RecordStore } = await openTab(() => import('../../../src/kit/records/RecordStore.ts'));
    const { AdapterRecord } = await import('../../../src/features/library/records/adapterRecords.ts');
    const whole = { ...record('a'), adapter: { ...layers, theta: THETA } };
    await new RecordStore('weft-adapters', asIs('old'), AdapterRecord).write(whole as never);
    const { AdapterRecordStore } = await import('../../../src/features/library/records/AdapterRecordStore.ts');
    const { chunkedFiles } = await import('../../../src/files/chunkedFiles.ts');
    const { memoryTable } = await import('../storage/memoryFiles.ts');
    const refused = () => Promise.reject(new DOMException('', 'QuotaExceededError'));
    const store = new AdapterRecordStore({ ...chunkedFiles(memoryTable()), write: refused });
    await store.readAll();
    await store.update('a', (now) => ({ ...now, name: 'Indigo' }));
    const later = await tab();
    expect(later.names()).toEqual(['Indigo']);
    expect(await later.readAdapter(later.storedFiles, { id: 'a' })).toEqual({ ...layers, theta: THETA });
  });
});

describe('what closed pages left', () => {
  const LATER = Date.now() + 3_600_000;

  it('goes: numbers, steps, states, checkpoints and pictures that nothing speaks of; all else stays', async () => {
    const a = await tab();
    await a.keep('a');
    await a.writeAdapter(a.storedFiles, 'gone', { ...layers, theta: THETA });
    for (const [run, step] of [
      ['a', 5],
      ['a', 6],
      ['running', 7],
    ] as const) {
      await a.writeNumbers(a.storedFiles, { id: run, step }, THETA);
    }
    await a.storedFiles.write('runs/a/000005/state.json', new Uint8Array(1));
    await a.storedFiles.write('runs/running/000005/state.json', new Uint8Array(1));
    vi.spyOn(a.runRecords, 'ids').mockResolvedValue(['running']);
    for (const [run, step] of [
      ['a', 5],
      ['gone', 3],
      ['running', 2],
    ] as const) {
      await a.keptCheckpoints.write({ id: a.checkpointId(run, step), run, step });
      const picture = { width: 1, height: 1, rgba: new Uint8ClampedArray(4) };
      const sample = { run, of: 'learnt', step, seed: 1, picture } as const;
      await a.sampleRecords.write({ id: a.sampleId(run, sample), ...sample });
    }
    await a.sweepLibrary(LATER);
    expect(await a.numbers()).toEqual([
      'adapters/a/layers.json',
      'adapters/a/step-000005.f32',
      'adapters/a/theta.f32',
      'adapters/running/step-000007.f32',
    ]);
    const states = await a.storedFiles.list('runs');
    expect(states.map(({ path }) => path)).toEqual(['runs/running/000005/state.json']);
    expect(await a.keptCheckpoints.ids()).toEqual(['a 000005', 'running 000002']);
    expect(await a.sampleRecords.ids()).toEqual(['a 000005 1', 'running 000002 1']);
  });

  it('stays while a tab may undo its deletion, and what this page itself has written', async () => {
    const [a, b] = [await tab(), await tab()];
    await a.keep('a');
    await atRest();
    const removed = await b.remove('a');
    await a.sweepLibrary(LATER);
    expect(await a.numbers()).toEqual(NUMBERS);
    await removed?.undo();
    await a.writeAdapter(a.storedFiles, 'importing', { ...layers, theta: THETA });
    await a.sweepLibrary(0);
    expect(await a.numbers()).toHaveLength(4);
  });
});
