/** Films that were begun: the unfinished ones, which can be gone on with, and the finished ones, which can be shown. */
import { create } from 'zustand';
import type { FilmEncoding } from '../../../contract/filmWorker.ts';
import { isTaken, onceFree } from '../../../kit/records/tabLocks.ts';
import { tellIfNearlyFull } from '../../../session/nearlyFull.ts';
import { keep, notifyError, readKept } from '../../../session/noticesStore.ts';
import { countFrames, readFile, removeBrokenOff, removeFiles, storedFilms, writeFile } from './filmFiles.ts';
import { asOnlyMaker, makerLock, unlessMade } from './filmMaker.ts';
import { type FilmRecord, filmRecords } from './filmRecords.ts';

/** A film and how many of its frames are kept, from the first on. */
export interface StoredFilm extends FilmRecord {
  kept: number;
}

/** The film on the stage. */
export interface ShownFilm {
  id: string;
  /** Object URL of the file. */
  url: string;
}

interface FilmsState {
  /** Newest first. */
  films: StoredFilm[];
  /** Ids of those that another tab is making. */
  elsewhere: readonly string[];
  shown: ShownFilm | null;
}

/** Finished films that are kept; the oldest make room. */
const MOST_FINISHED = 12;

const MIME_TYPES: Record<FilmEncoding['format'], string> = {
  gif: 'image/gif',
  webm: 'video/webm',
  mp4: 'video/mp4',
};

export const useFilms = create<FilmsState>(() => ({ films: [], elsewhere: [], shown: null }));

export const filmById = (id: string): StoredFilm | null =>
  useFilms.getState().films.find((film) => film.id === id) ?? null;

/** Reads what was kept, shows the newest finished film, and goes on hearing what other tabs do to films. */
export async function loadFilms(): Promise<void> {
  await filmRecords.follow(
    async () => {
      const records = await readKept(filmRecords);
      const counts = await frameCounts();
      for (const record of records) put({ ...record, kept: counts.get(record.id) ?? 0 });
      const newest = useFilms.getState().films.find(({ bytes }) => bytes !== null);
      if (newest && !useFilms.getState().shown) await showFilm(newest.id);
    },
    ({ written, removed }) => {
      for (const id of removed) takeOut(id);
      for (const record of written) hear(record);
    },
  );
  for (const { id } of useFilms.getState().films) void followMaker(id);
  await sweepFilms();
}

/** A film that another tab began or finished, or encoded anew. */
function hear(record: FilmRecord): void {
  const { id } = record;
  const before = filmById(id);
  put({ ...record, kept: before?.kept ?? 0 });
  void countAgain(id);
  void followMaker(id);
  if (useFilms.getState().shown?.id !== id || before?.bytes === record.bytes) return;
  hideShown();
  void showFilm(id);
}

function frameCounts(): Promise<Map<string, number>> {
  return countFrames().catch((error: unknown) => {
    notifyError(error);
    return new Map<string, number>();
  });
}

async function countAgain(id: string): Promise<void> {
  countKept(id, (await frameCounts()).get(id) ?? 0);
}

/** Notes whether another tab makes the film, and what there is of it when that has ended. */
async function followMaker(id: string): Promise<void> {
  if (making.has(id) || useFilms.getState().elsewhere.includes(id) || !(await isTaken(makerLock(id)))) return;
  useFilms.setState(({ elsewhere }) => ({ elsewhere: [...elsewhere, id] }));
  await onceFree(makerLock(id));
  useFilms.setState(({ elsewhere }) => ({ elsewhere: elsewhere.filter((other) => other !== id) }));
  await countAgain(id);
}

/** Films that this tab makes. */
const making = new Set<string>();

/** Does the work with a film while no other tab makes it. @throws StudioError `busy` where one does */
export function asMaker(id: string, work: () => Promise<void>): Promise<void> {
  return asOnlyMaker(id, async () => {
    making.add(id);
    try {
      // Written as it is: that tells the other tabs, who then see whose it is.
      await filmRecords.update(id, (film) => film).catch(() => null);
      await work();
    } finally {
      making.delete(id);
    }
  });
}

/** Films whose record storage refused. */
const unrecorded = new Set<string>();

/** Keeps a film that is begun. Finished ones lose their frames: those of one film are much. */
export async function keepBegunFilm(record: FilmRecord): Promise<void> {
  const finished = useFilms.getState().films.filter(({ bytes, kept }) => bytes !== null && kept > 0);
  put({ ...record, kept: 0 });
  if (!(await keep(() => filmRecords.write(record)))) unrecorded.add(record.id);
  for (const film of finished) {
    await unlessMade(film.id, async () => {
      put({ ...film, kept: 0 });
      await keep(() => removeFiles(film.id, 'frames'));
    });
  }
}

/** Tells how many of its frames are kept. */
export function countKept(id: string, kept: number): void {
  const film = filmById(id);
  if (film) put({ ...film, kept });
}

/** Keeps the finished film in place of what there was of it, and shows it. */
export async function keepFinishedFilm(record: FilmRecord, file: ArrayBuffer): Promise<void> {
  const finished = { ...record, bytes: file.byteLength };
  put({ ...finished, kept: filmById(record.id)?.kept ?? 0 });
  show(finished, file);
  if (await keep(() => writeFile(record.id, file))) await keep(() => keepRecord(finished));
  void tellIfNearlyFull();
  const old = useFilms.getState().films.filter(({ bytes }) => bytes !== null);
  for (const { id } of old.slice(MOST_FINISHED)) await unlessMade(id, () => removeAll(id));
}

/** One that was deleted meanwhile doesn't come back. */
async function keepRecord(finished: FilmRecord): Promise<void> {
  if (!unrecorded.has(finished.id)) await filmRecords.update(finished.id, () => finished);
  else await filmRecords.write(finished);
  unrecorded.delete(finished.id);
}

export async function showFilm(id: string): Promise<void> {
  const film = filmById(id);
  if (!film || useFilms.getState().shown?.id === id) return;
  try {
    const file = await readFile(id);
    if (file) show(film, file);
    // Its file went missing, as where storage was full: what is left is no film.
    else await removeFilm(id);
  } catch (error) {
    notifyError(error);
  }
}

/** Deletes a film with all that is kept of it; one that another tab makes stays, and that is told. */
export async function removeFilm(id: string): Promise<void> {
  try {
    await asOnlyMaker(id, () => removeAll(id));
  } catch (error) {
    notifyError(error);
  }
}

async function removeAll(id: string): Promise<void> {
  takeOut(id);
  await keep(() => filmRecords.remove(id));
  await keep(() => removeFiles(id, 'all'));
}

function takeOut(id: string): void {
  useFilms.setState(({ films }) => ({ films: films.filter((film) => film.id !== id) }));
  if (useFilms.getState().shown?.id === id) hideShown();
}

function hideShown(): void {
  const { shown } = useFilms.getState();
  if (shown) URL.revokeObjectURL(shown.url);
  useFilms.setState({ shown: null });
}

/** Deletes frames and files that deletions which were broken off left without a film, and what writings left of files. */
async function sweepFilms(): Promise<void> {
  try {
    const stored = await storedFilms();
    const known = new Set(await filmRecords.ids());
    // One that storage refused the record of may be on its way in another tab.
    for (const id of stored) await unlessMade(id, () => (known.has(id) ? removeBrokenOff(id) : removeFiles(id, 'all')));
  } catch {
    // What can't be swept now is swept the next time.
  }
}

function show({ id, encoding }: FilmRecord, file: Blob | ArrayBuffer): void {
  const { shown } = useFilms.getState();
  if (shown) URL.revokeObjectURL(shown.url);
  const url = URL.createObjectURL(new Blob([file], { type: MIME_TYPES[encoding.format] }));
  useFilms.setState({ shown: { id, url } });
}

function put(film: StoredFilm): void {
  useFilms.setState(({ films }) => ({ films: sorted([...films.filter(({ id }) => id !== film.id), film]) }));
}

const sorted = (films: StoredFilm[]) => films.sort((a, b) => b.createdAt - a.createdAt);
