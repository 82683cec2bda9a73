/** Films in two tabs at once: one makes a film at a time, and the other hears of it. */
import { describe, expect, it } from 'vitest';
import type { FilmRecord } from '../../../src/features/morph/films/filmRecords.ts';
import { latch } from '../jobInNode.ts';
import { FRAMES, SETTINGS } from '../morph/filmStudio.ts';
import { atRest, openTab, withBrowser } from './tabs.ts';

withBrowser();

const film = (id: string, change: Partial<FilmRecord> = {}): FilmRecord => ({
  id,
  createdAt: 1,
  settings: SETTINGS,
  adapters: [],
  model: 'weft-starter',
  encoding: { format: 'gif', palette: 'common', dither: false },
  frames: FRAMES,
  bytes: null,
  ...change,
});
const frame = (index: number) => Uint8Array.of(index).buffer;

async function tab() {
  const parts = await openTab(async () => ({
    ...(await import('../../../src/features/morph/films/filmRepository.ts')),
    ...(await import('../../../src/features/morph/films/filmFiles.ts')),
    ...(await import('../../../src/features/morph/films/filmRecords.ts')),
    storedFiles: (await import('../../../src/files/storedFiles.ts')).storedFiles,
    notices: (await import('../../../src/session/noticesStore.ts')).useNotices,
  }));
  await parts.loadFilms();
  const state = () => parts.useFilms.getState();
  return {
    ...parts,
    state,
    told: () => state().films.map(({ id, kept, bytes }) => [id, kept, bytes]),
    messages: () => parts.notices.getState().notices.map(({ message }) => message),
    /** Begins a film and keeps some frames of it; goes on as the test likes. */
    async make(record: FilmRecord, frames: number, then: () => Promise<void>) {
      await parts.asMaker(record.id, async () => {
        await parts.keepBegunFilm(record);
        for (let index = 0; index < frames; index++) {
          await parts.writeFrame(record.id, index, frame(index));
          parts.countKept(record.id, index + 1);
        }
        await then();
      });
    },
  };
}

describe('a film that one tab makes', () => {
  it('is made by no other meanwhile, nor removed, and each is said', async () => {
    const [a, b] = [await tab(), await tab()];
    const made = latch();
    const making = a.make(film('f'), 3, () => made.promise);
    await atRest();
    expect(b.state().elsewhere).toEqual(['f']);
    expect(a.state().elsewhere).toEqual([]);
    await expect(b.asMaker('f', async () => undefined)).rejects.toMatchObject({
      info: { code: 'busy', message: 'This film is being made in another tab.' },
    });
    await b.removeFilm('f');
    expect(b.messages()).toEqual(['This film is being made in another tab.']);
    expect(await b.filmRecords.ids()).toEqual(['f']);
    made.open();
    await making;
    await atRest();
    expect([b.state().elsewhere, b.told()]).toEqual([[], [['f', 3, null]]]);
    const goesOn = latch();
    const again = b.asMaker('f', () => goesOn.promise);
    await atRest();
    expect([a.state().elsewhere, b.state().elsewhere]).toEqual([['f'], []]);
    goesOn.open();
    await again;
    await atRest();
    expect(a.state().elsewhere).toEqual([]);
  });

  it('and finishes is finished in the other, and shown there as it is from then on', async () => {
    const [a, b] = [await tab(), await tab()];
    await a.make(film('f'), FRAMES, () => a.keepFinishedFilm(film('f'), new ArrayBuffer(10)));
    await atRest();
    expect(b.told()).toEqual([['f', FRAMES, 10]]);
    await b.showFilm('f');
    const first = b.state().shown?.url;
    const anew = film('f', { encoding: { format: 'webm', palette: 'common', dither: false } });
    await a.asMaker('f', () => a.keepFinishedFilm(anew, new ArrayBuffer(20)));
    await atRest();
    expect(b.told()).toEqual([['f', FRAMES, 20]]);
    expect(b.state().films[0]?.encoding.format).toBe('webm');
    expect(b.state().shown?.id).toBe('f');
    expect(b.state().shown?.url).not.toBe(first);
  });

  it('is found as such by a tab that is opened only then', async () => {
    const a = await tab();
    const made = latch();
    const making = a.make(film('f'), 2, () => made.promise);
    await atRest();
    const b = await tab();
    await atRest();
    expect([b.state().elsewhere, b.told()]).toEqual([['f'], [['f', 2, null]]]);
    made.open();
    await making;
    await atRest();
    expect(b.state().elsewhere).toEqual([]);
  });

  it('is removed here and in the other, and comes back by nothing', async () => {
    const [a, b] = [await tab(), await tab()];
    await a.make(film('f'), 2, async () => undefined);
    await atRest();
    await b.removeFilm('f');
    await atRest();
    expect([a.told(), b.told(), await a.filmRecords.ids()]).toEqual([[], [], []]);
    expect([...(await a.storedFilms())]).toEqual([]);
    // Encoded by an old page all the same, as without locks: no record comes back.
    await a.keepFinishedFilm(film('f'), new ArrayBuffer(10));
    expect(await a.filmRecords.ids()).toEqual([]);
  });
});

describe('frames of finished films', () => {
  it('make room for a new film, but not those that another tab is encoding', async () => {
    const [a, b] = [await tab(), await tab()];
    await a.make(film('f'), FRAMES, () => a.keepFinishedFilm(film('f'), new ArrayBuffer(5)));
    await atRest();
    const encoded = latch();
    const again = a.asMaker('f', () => encoded.promise);
    await b.make(film('g'), FRAMES, () => b.keepFinishedFilm(film('g'), new ArrayBuffer(5)));
    expect([...(await b.countFrames())].sort()).toEqual([
      ['f', FRAMES],
      ['g', FRAMES],
    ]);
    await atRest();
    await b.make(film('h'), 0, async () => undefined);
    expect([...(await b.countFrames())]).toEqual([['f', FRAMES]]);
    encoded.open();
    await again;
  });
});

describe('frames and files without a film', () => {
  it('go when the studio starts, but not those that another tab is about to make a film of', async () => {
    const a = await tab();
    await a.make(film('kept'), 2, async () => undefined);
    await a.writeFrame('gone', 0, frame(0));
    await a.writeFile('lost', new ArrayBuffer(3));
    const made = latch();
    const making = a.asMaker('refused', async () => {
      await a.writeFrame('refused', 0, frame(0));
      await made.promise;
    });
    await atRest();
    const b = await tab();
    expect([...(await b.storedFilms())].sort()).toEqual(['kept', 'refused']);
    expect([...(await b.countFrames())].sort()).toEqual([
      ['kept', 2],
      ['refused', 1],
    ]);
    made.open();
    await making;
  });

  it('what the writing of a finished film’s file left goes too, and its file stays', async () => {
    const a = await tab();
    await a.make(film('f'), FRAMES, () => a.keepFinishedFilm(film('f'), new ArrayBuffer(5)));
    await a.storedFiles.write('films/f/film.2140825856.partial', new Uint8Array(2));
    await atRest();
    const b = await tab();
    expect((await b.storedFiles.list('films')).map(({ path }) => path)).toEqual(['films/f/film']);
    expect((await b.readFile('f'))?.size).toBe(5);
  });
});
