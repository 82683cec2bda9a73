/** Films that were begun: the unfinished ones, which can be gone on with, and the finished ones, which can be shown. */
import { create } from 'zustand';
import type { FilmEncoding } from '../../../contract/filmWorker.ts';
import { keep, notifyError, readKept } from '../../../session/noticesStore.ts';
import { countFrames, readFile, removeFiles, writeFile } from './filmFiles.ts';
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
  shown: ShownFilm | null;
}

/** Finished films that are kept; the oldest make room. */
const MOST_FINISHED = 12;

const MIME_TYPES: Record<FilmEncoding['format'], string> = {
  gif: 'image/gif',
  webm: 'video/webm',
  mp4: 'video/mp4',
};

export const useFilms = create<FilmsState>(() => ({ films: [], shown: null }));

export const filmById = (id: string): StoredFilm | null =>
  useFilms.getState().films.find((film) => film.id === id) ?? null;

/** Reads what was kept and shows the newest finished film. */
export async function loadFilms(): Promise<void> {
  const records = await readKept('the films', () => filmRecords.readAll());
  const counts = await countFrames().catch((error: unknown) => {
    notifyError(error);
    return new Map<string, number>();
  });
  const films = records.map((record) => ({ ...record, kept: counts.get(record.id) ?? 0 }));
  useFilms.setState((state) => ({ films: sorted([...state.films, ...films]) }));
  const newest = useFilms.getState().films.find(({ bytes }) => bytes !== null);
  if (newest && !useFilms.getState().shown) await showFilm(newest.id);
}

/** Keeps a film that is begun. Finished ones lose their frames: those of one film are much. */
export async function keepBegunFilm(record: FilmRecord): Promise<void> {
  const finished = useFilms.getState().films.filter(({ bytes, kept }) => bytes !== null && kept > 0);
  put({ ...record, kept: 0 });
  await keep(() => filmRecords.write(record));
  for (const film of finished) {
    put({ ...film, kept: 0 });
    await keep(() => removeFiles(film.id, 'frames'));
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
  if (await keep(() => writeFile(record.id, file))) await keep(() => filmRecords.write(finished));
  const old = useFilms.getState().films.filter(({ bytes }) => bytes !== null);
  for (const { id } of old.slice(MOST_FINISHED)) await removeFilm(id);
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

/** Deletes a film with all that is kept of it. */
export async function removeFilm(id: string): Promise<void> {
  useFilms.setState(({ films }) => ({ films: films.filter((film) => film.id !== id) }));
  const { shown } = useFilms.getState();
  if (shown?.id === id) {
    URL.revokeObjectURL(shown.url);
    useFilms.setState({ shown: null });
  }
  await keep(() => filmRecords.remove(id));
  await keep(() => removeFiles(id, 'all'));
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
