/** One store of records that two tabs use: what each does to it, and what the other hears of that. */

import { IDBObjectStore as StoredObjects } from 'fake-indexeddb';
import { describe, expect, it, vi } from 'vitest';
import * as z from 'zod';
import { asIs } from '../../../src/contract/message.ts';
import type { HeardChanges } from '../../../src/kit/records/RecordStore.ts';
import { atRest, openTab, withBrowser } from './tabs.ts';

withBrowser();

const Note = z.object({ id: z.string(), text: z.string(), colour: z.string().default('red') });
type Note = z.infer<typeof Note>;
const note = (id: string, change: Partial<Note> = {}): Note => ({ id, text: '', colour: 'red', ...change });

async function notes(schema: z.ZodType<Note> = Note) {
  const { RecordStore } = await openTab(() => import('../../../src/kit/records/RecordStore.ts'));
  return new RecordStore('notes', asIs('the notes'), schema);
}
const all = async (store: Awaited<ReturnType<typeof notes>>) => (await store.readAll()).records;

describe('several records', () => {
  it('are written all or none, also where one of them is refused at once', async () => {
    const a = await notes();
    const { put } = StoredObjects.prototype;
    const refusing = vi.spyOn(StoredObjects.prototype, 'put').mockImplementation(function (
      this: IDBObjectStore,
      value,
      key,
    ) {
      if (key === 'last') throw new DOMException('no room', 'QuotaExceededError');
      return put.call(this, value, key);
    });
    await expect(a.writeSome([note('first'), note('last')])).rejects.toThrow('the browser’s storage is full');
    expect(await a.ids()).toEqual([]);
    refusing.mockRestore();
    await a.writeSome([note('first'), note('last')]);
    expect(await a.ids()).toEqual(['first', 'last']);
  });
});

describe('a record that two tabs change', () => {
  it('has both changes, however they fall', async () => {
    const [a, b] = [await notes(), await notes()];
    await a.write(note('n'));
    await Promise.all([
      a.update('n', (now) => ({ ...now, text: 'from a' })),
      b.update('n', (now) => ({ ...now, colour: 'blue' })),
    ]);
    expect(await all(b)).toEqual([note('n', { text: 'from a', colour: 'blue' })]);
  });

  it('is handed back as it is from then on', async () => {
    const [a, b] = [await notes(), await notes()];
    await a.write(note('n'));
    await b.update('n', (now) => ({ ...now, colour: 'blue' }));
    expect(await a.update('n', (now) => ({ ...now, text: 'x' }))).toEqual(note('n', { text: 'x', colour: 'blue' }));
    expect(await a.update('n', () => null)).toEqual(note('n', { text: 'x', colour: 'blue' }));
  });

  it('is counted on by many at once without a loss', async () => {
    const [a, b] = [await notes(), await notes()];
    await a.write(note('n'));
    const more = (now: Note) => ({ ...now, text: `${now.text}.` });
    await Promise.all(Array.from({ length: 40 }, (_, index) => (index % 2 ? a : b).update('n', more)));
    expect((await all(a))[0]?.text).toHaveLength(40);
  });

  it('stays deleted where the other one deleted it', async () => {
    const [a, b] = [await notes(), await notes()];
    await a.write(note('n'));
    await b.remove('n');
    const change = vi.fn((now: Note) => ({ ...now, text: 'back' }));
    expect(await a.update('n', change)).toBeNull();
    expect(change).not.toHaveBeenCalled();
    expect(await a.ids()).toEqual([]);
  });

  it('is left as it lies there where it can’t be read', async () => {
    const [a, strict] = [await notes(), await notes(Note.extend({ text: z.string().min(1) }))];
    await a.write(note('n'));
    expect(await strict.update('n', (now) => ({ ...now, text: 'x' }))).toBeNull();
    expect(await all(a)).toEqual([note('n')]);
    expect([await strict.has('n'), await strict.has('m')]).toEqual([true, false]);
  });

  it('keeps what it was where its change or the writing of it fails', async () => {
    const a = await notes();
    await a.write(note('n'));
    const broken = a.update('n', () => {
      throw new Error('no change');
    });
    await expect(broken).rejects.toMatchObject({ name: 'StorageError', cause: { message: 'no change' } });
    vi.spyOn(StoredObjects.prototype, 'put').mockImplementation(() => {
      throw new DOMException('no room', 'QuotaExceededError');
    });
    const full = a.update('n', (now) => ({ ...now, text: 'x' }));
    await expect(full).rejects.toThrow('Could not keep the notes: the browser’s storage is full.');
    expect(await all(a)).toEqual([note('n')]);
  });
});

describe('a store that is followed', () => {
  type Store = Awaited<ReturnType<typeof notes>>;
  async function followed(load: (store: Store) => Promise<void> = async () => undefined) {
    const store = await notes();
    const heard: HeardChanges<Note>[] = [];
    const following = store.follow(
      () => load(store),
      (changes) => void heard.push(changes),
    );
    return { store, heard, following };
  }

  it('tells what the other tab writes, changes, removes and puts back, and nothing of its own', async () => {
    const a = await notes();
    const { store, heard, following } = await followed();
    await following;
    await store.write(note('own'));
    await a.write(note('n'));
    await atRest();
    await a.update('n', (now) => ({ ...now, text: 'x' }));
    await atRest();
    await a.removeSome(['n', 'own']);
    await atRest();
    await a.write(note('n'));
    await atRest();
    expect(heard).toEqual([
      { written: [note('n')], removed: [] },
      { written: [note('n', { text: 'x' })], removed: [] },
      { written: [], removed: ['n', 'own'] },
      { written: [note('n')], removed: [] },
    ]);
  });

  it('tells what there is by now: of a record that came and went, that it is gone', async () => {
    const a = await notes();
    const { heard, following } = await followed();
    await following;
    await Promise.all([a.write(note('n')), a.remove('n')]);
    await atRest();
    expect(heard.flatMap(({ written }) => written)).toEqual([]);
    expect(heard.at(-1)?.removed).toEqual(['n']);
  });

  it('tells nothing that this tab itself has undone meanwhile', async () => {
    const a = await notes();
    const { store, heard, following } = await followed();
    await following;
    await a.write(note('n'));
    // The message is there, and what it speaks of is being read.
    await new Promise((resolve) => setTimeout(resolve, 0));
    await Promise.all([a.update('n', (now) => ({ ...now, text: 'x' })), store.remove('n')]);
    await atRest();
    const last = heard.at(-1);
    expect(last === undefined || last.removed.includes('n')).toBe(true);
    expect(await store.ids()).toEqual([]);
  });

  it.each([0, 1, 2, 3, 5, 8])('shows what there is when all is at rest, started %d ms apart', async (apart) => {
    const a = await notes();
    const shown = new Map<string, Note>();
    const store = await notes();
    await store.follow(
      async () => undefined,
      ({ written, removed }) => {
        for (const one of written) shown.set(one.id, one);
        for (const id of removed) shown.delete(id);
      },
    );
    const pause = () => new Promise((resolve) => setTimeout(resolve, apart));
    const own = async () => {
      for (let turn = 0; turn < 4; turn++) {
        shown.set('n', note('n', { text: `own ${turn}` }));
        const writing = store.write(note('n', { text: `own ${turn}` }));
        await pause();
        await writing;
        shown.delete('n');
        await store.remove('n');
        await pause();
      }
    };
    const others = async () => {
      for (let turn = 0; turn < 6; turn++) {
        await a.update('n', (now) => ({ ...now, colour: `${turn}` }));
        await pause();
      }
    };
    await Promise.all([own(), others()]);
    await atRest();
    expect([...shown.values()]).toEqual(await all(store));
  });

  it('tells after its reading what happened during it', async () => {
    const a = await notes();
    await a.write(note('n'));
    const order: string[] = [];
    const { heard, following } = await followed(async (store) => {
      const { records } = await store.readAll();
      await a.remove('n');
      await atRest();
      order.push(`read ${records.length}`);
    });
    await following;
    expect(order).toEqual(['read 1']);
    expect(heard).toEqual([{ written: [], removed: ['n'] }]);
  });

  it('is written to all the same where the browser refuses the channel', async () => {
    vi.stubGlobal(
      'BroadcastChannel',
      class {
        constructor() {
          throw new DOMException('no channel', 'SecurityError');
        }
      },
    );
    const { store, following } = await followed();
    await following;
    await store.write(note('n'));
    expect(await all(store)).toEqual([note('n')]);
  });

  it('leaves alone what it can’t read', async () => {
    const { heard, following } = await followed();
    await following;
    const newer = await openTab(() => import('../../../src/kit/records/RecordStore.ts'));
    await new newer.RecordStore('notes', asIs('the notes'), z.object({ id: z.string() })).write({ id: 'n' });
    await atRest();
    expect(heard).toEqual([]);
  });
});

describe('places', () => {
  it('are given out once, whatever each tab knows of', async () => {
    const module = () => import('../../../src/kit/records/places.ts');
    const [a, b] = [await openTab(module), await openTab(module)];
    const given = await Promise.all([a, b, b, a, b].map(({ nextPlace }) => nextPlace('dataset', 3)));
    expect([...given].sort()).toEqual([4, 5, 6, 7, 8]);
    expect(await b.nextPlace('dataset', 20)).toBe(21);
    expect(await a.nextPlace('dataset', 3)).toBe(22);
    expect(await a.nextPlace('another list', 0)).toBe(1);
  });

  it('go on from what is known where storage refuses', async () => {
    const { nextPlace } = await openTab(() => import('../../../src/kit/records/places.ts'));
    vi.stubGlobal('indexedDB', {
      open: () => {
        throw new Error('closed');
      },
    });
    expect(await nextPlace('dataset', 3)).toBe(4);
  });
});

describe('locks between tabs', () => {
  const locks = () => openTab(() => import('../../../src/kit/records/tabLocks.ts'));

  it('let one do what the other is not at', async () => {
    const [a, b] = [await locks(), await locks()];
    let end = () => {};
    const first = a.unlessTaken(
      'film',
      () => new Promise<string>((resolve) => (end = () => resolve('done'))),
      () => 'no',
    );
    const free = b.onceFree('film').then(() => order.push('free'));
    const order: string[] = [];
    expect(
      await b.unlessTaken(
        'film',
        async () => 'did',
        () => 'taken',
      ),
    ).toBe('taken');
    expect(order).toEqual([]);
    end();
    expect(await first).toBe('done');
    await free;
    expect(order).toEqual(['free']);
    expect(
      await b.unlessTaken(
        'film',
        async () => 'did',
        () => 'taken',
      ),
    ).toBe('did');
  });

  it('are held together by several, and keep others off until the last lets go', async () => {
    const [a, b] = [await locks(), await locks()];
    const release = [await a.holdShared('numbers'), await b.holdShared('numbers')];
    release[0]?.();
    await atRest();
    expect(
      await a.unlessTaken(
        'numbers',
        async () => 'did',
        () => 'taken',
      ),
    ).toBe('taken');
    release[1]?.();
    await atRest();
    expect(
      await a.unlessTaken(
        'numbers',
        async () => 'did',
        () => 'taken',
      ),
    ).toBe('did');
  });

  it('are waited for a moment, and it can be told whether they are taken', async () => {
    const [a, b] = [await locks(), await locks()];
    let end = () => {};
    const first = a.unlessTaken(
      'film',
      () => new Promise<string>((resolve) => (end = () => resolve('done'))),
      () => 'no',
    );
    await atRest();
    expect([await b.isTaken('film'), await b.isTaken('another')]).toEqual([true, false]);
    const work = vi.fn(async () => 'did');
    expect(await b.unlessTakenFor(10, 'film', work, () => 'taken')).toBe('taken');
    expect(work).not.toHaveBeenCalled();
    const patient = b.unlessTakenFor(5000, 'film', work, () => 'taken');
    end();
    expect(await patient).toBe('did');
    await first;
    // One who only looks is no maker.
    await b.holdShared('film');
    expect(await a.isTaken('film')).toBe(false);
    const broken = a.unlessTakenFor(
      5000,
      'other',
      () => Promise.reject(new Error('its own')),
      () => 'taken',
    );
    await expect(broken).rejects.toThrow('its own');
  });

  it('keep nobody off where the browser has none', async () => {
    vi.stubGlobal('navigator', {});
    const { unlessTaken, holdShared, onceFree, isTaken } = await locks();
    expect(await isTaken('film')).toBe(false);
    const release = await holdShared('film');
    expect(
      await unlessTaken(
        'film',
        async () => 'did',
        () => 'taken',
      ),
    ).toBe('did');
    await onceFree('film');
    release();
  });
});
