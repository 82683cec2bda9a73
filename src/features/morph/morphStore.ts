/** Morph's state on the page, and its run over the studio's workers and storage. */
import { create } from 'zustand';
import type { AdapterRef } from '../../contract/adapters.ts';
import type { MorphSettings } from '../../contract/drawing.ts';
import { StudioError } from '../../contract/errors.ts';
import type { FilmEncoding } from '../../contract/filmWorker.ts';
import type { MorphRequest } from '../../contract/studioWorker.ts';
import { t } from '../../kit/language/t.ts';
import { newRecordId } from '../../kit/records/recordId.ts';
import { keep } from '../../session/noticesStore.ts';
import { morph } from '../../session/studioClient.ts';
import { startJob } from '../../session/studioStore.ts';
import { candidates, findAdapter } from '../library/knownAdapters.ts';
import { adapterById, useLibrary } from '../library/libraryStore.ts';
import { addFrame, addPackedFrame, beginFilm, discardFilm, finishFilm } from './films/filmClient.ts';
import { readFrame, writeFrame } from './films/filmFiles.ts';
import type { FilmRecord } from './films/filmRecords.ts';
import { asMaker, countKept, filmById, keepBegunFilm, keepFinishedFilm, removeFilm } from './films/filmRepository.ts';
import { MorphFlow } from './morphFlow.ts';
import { type KeyframeForm, type MorphForm, withKeyframes } from './morphForm.ts';
import { type MorphEvent, reduceMorph } from './morphReducer.ts';
import { MORPH_AT_FIRST, type MorphState } from './morphState.ts';

export const useMorph = create<MorphState>(() => MORPH_AT_FIRST);

const tell = (event: MorphEvent) => useMorph.setState((state) => reduceMorph(state, event));

const flow = new MorphFlow({
  state: useMorph.getState,
  tell,
  startJob,
  draw: (film, firstFrame, onFrame, signal) => morph(morphRequest(film, firstFrame), onFrame, signal),
  encoder: { begin: beginFilm, add: addFrame, addPacked: addPackedFrame, finish: finishFilm, discard: discardFilm },
  frames: {
    read: readFrame,
    write: (film, index, frame) => keep(() => writeFrame(film, index, frame)),
    count: countKept,
  },
  films: { byId: filmById, begin: keepBegunFilm, finish: keepFinishedFilm, remove: removeFilm, asMaker },
  adapters: notedAdapters,
  newId: newRecordId,
  now: Date.now,
});

export function editMorph(change: Partial<MorphForm>): void {
  tell({ type: 'edited', change });
}

/** Changes the list of keyframes; never below or above what a film can have. */
export function changeKeyframes(to: (keyframes: readonly KeyframeForm[]) => readonly KeyframeForm[]): void {
  const { form } = useMorph.getState();
  editMorph(withKeyframes(form, to(form.keyframes)));
}

/** Draws the frames of a new film and encodes them. */
export function renderMorph(settings: MorphSettings): Promise<void> {
  return flow.render(settings);
}

/** Draws the frames that an unfinished film lacks, and encodes all. */
export function resumeMorph(id: string): Promise<void> {
  return flow.resume(id);
}

/** Encodes a film's kept frames anew. */
export function encodeAgain(id: string, encoding: FilmEncoding): Promise<void> {
  return flow.encodeAgain(id, encoding);
}

/** Ends the run; its frames stay, to be gone on with. */
export function pauseMorph(): void {
  flow.pause();
}

/** Ends the run and deletes what was drawn. A finished film that is encoded anew stays as it was. */
export function discardMorph(): void {
  flow.discard();
}

/** The adapters chosen, as a film notes them; one that was deleted meanwhile is none. */
function notedAdapters({ drawing }: MorphForm): FilmRecord['adapters'] {
  return drawing.adapters.flatMap(({ id, weight }) => {
    const record = adapterById(id);
    if (!record) return [];
    const { fingerprint } = record.adapter;
    return [{ id, name: record.name, weight, ...(fingerprint !== undefined && { fingerprint }) }];
  });
}

/** @throws StudioError where one of the film's adapters is gone */
function morphRequest(film: FilmRecord, firstFrame: number): MorphRequest {
  return { settings: film.settings, adapters: adaptersOf(film), firstFrame };
}

/** The film's adapters out of the library. @throws StudioError where one is gone */
function adaptersOf({ adapters }: FilmRecord): AdapterRef[] {
  const library = candidates(useLibrary.getState().adapters);
  return adapters.map(({ weight, ...noted }) => {
    const found = findAdapter(noted, library);
    if (found) return { id: found.id, weight };
    throw new StudioError({
      code: 'adapter-mismatch',
      message: t('The adapter “{name}” is not in the library any more.', { name: noted.name }),
      advice: t('Render the film anew with another one.'),
    });
  });
}
