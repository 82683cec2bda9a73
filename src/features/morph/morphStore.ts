/** The morph: its form, and the run that draws frames into a film, which can be paused, gone on with, and thrown away. */

import { create } from 'zustand';
import type { AdapterRef } from '../../contract/adapters.ts';
import type { MorphSettings, Picture } from '../../contract/drawing.ts';
import type { ErrorInfo } from '../../contract/errors.ts';
import { StudioError } from '../../contract/errors.ts';
import type { FilmEncoding } from '../../contract/filmWorker.ts';
import type { MorphFrame } from '../../contract/studioWorker.ts';
import { newRecordId } from '../../kit/records/recordId.ts';
import { paced } from '../../kit/timing/paced.ts';
import { CANCELLED, errorInfoOf, isCancelled } from '../../kit/worker/outcome.ts';
import { keep } from '../../session/noticesStore.ts';
import { morph } from '../../session/studioClient.ts';
import { type Job, type JobControls, startJob } from '../../session/studioStore.ts';
import { sized } from '../drawing/fields/drawing.ts';
import { adapterRepository } from '../library/libraryStore.ts';
import { addFrame, addPackedFrame, beginFilm, discardFilm, finishFilm } from './films/filmClient.ts';
import { readFrame, writeFrame } from './films/filmFiles.ts';
import type { FilmRecord } from './films/filmRecords.ts';
import { countKept, filmById, removeFilm, shelveFile, shelveFilm } from './films/filmRepository.ts';
import { frameCount } from './morphEstimate.ts';
import { type KeyframeForm, MORPH_FORM, type MorphForm, withKeyframes } from './morphForm.ts';

export type MorphRun =
  | { state: 'idle' }
  | { state: 'waiting' }
  /** Frames that were kept go into the film again. */
  | { state: 'restoring'; frame: number; frames: number }
  | { state: 'drawing'; frame: number; frames: number; secondsLeft: number | null }
  | { state: 'encoding'; fraction: number; format: FilmEncoding['format'] }
  | { state: 'paused' }
  | { state: 'discarded' }
  | { state: 'failed'; error: ErrorInfo };

interface MorphState {
  form: MorphForm;
  run: MorphRun;
  /** The film that is being drawn or encoded. */
  filmId: string | null;
  /** The latest frame of the running film. */
  preview: Picture | null;
}

/** Milliseconds between two previews. */
const PREVIEW_INTERVAL = 100;

/** The share of drawing in the whole job; the rest is encoding. */
const DRAWING_SHARE = 0.95;

export const useMorph = create<MorphState>(() => ({
  form: MORPH_FORM,
  run: { state: 'idle' },
  filmId: null,
  preview: null,
}));

let job: Job<void> | null = null;
/** What becomes of the film when its run is ended by hand. */
let ending: 'pause' | 'discard' = 'pause';

export function editMorph(change: Partial<MorphForm>): void {
  useMorph.setState(({ form }) => ({ form: { ...form, ...change } }));
}

/** Changes the list of keyframes; never below or above what a film can have. */
export function changeKeyframes(to: (keyframes: readonly KeyframeForm[]) => readonly KeyframeForm[]): void {
  useMorph.setState(({ form }) => ({ form: withKeyframes(form, to(form.keyframes)) }));
}

export const isRendering = ({ state }: MorphRun): boolean =>
  state === 'waiting' || state === 'restoring' || state === 'drawing' || state === 'encoding';

/** Draws the frames of a new film and encodes them. */
export function renderMorph(settings: MorphSettings): Promise<void> {
  const { form } = useMorph.getState();
  const { drawing, encoding } = form;
  return run('Rendering a morph', async (controls) => {
    const final = sized(settings, drawing.size, controls.model);
    const adapters = drawing.adapters.flatMap(({ id, weight }) => {
      const adapter = adapterRepository.byId(id);
      return adapter ? [{ id, name: adapter.name, weight }] : [];
    });
    const film: FilmRecord = {
      id: newRecordId(),
      createdAt: Date.now(),
      settings: final,
      adapters,
      model: controls.model.name,
      encoding,
      frames: frameCount(final),
      bytes: null,
    };
    useMorph.setState({ filmId: film.id });
    await shelveFilm(film);
    await makeFilm(film, 0, controls);
  });
}

/** Draws the frames that an unfinished film lacks, and encodes all. */
export function resumeMorph(id: string): Promise<void> {
  return run('Going on with a morph', (controls) => makeKept(id, {}, controls));
}

/** Encodes a film's kept frames anew. */
export function encodeAgain(id: string, encoding: FilmEncoding): Promise<void> {
  return run('Encoding a film', (controls) => makeKept(id, { encoding }, controls));
}

/** Ends the run; its frames stay, to be gone on with. */
export function pauseMorph(): void {
  ending = 'pause';
  job?.cancel();
}

/** Ends the run and deletes what was drawn. A finished film that is encoded anew stays as it was. */
export function discardMorph(): void {
  ending = 'discard';
  job?.cancel();
}

async function run(title: string, work: (controls: JobControls) => Promise<void>): Promise<void> {
  if (isRendering(useMorph.getState().run)) return;
  useMorph.setState({ run: { state: 'waiting' }, preview: null, filmId: null });
  ending = 'pause';
  // Not precious: frames are kept as they come.
  job = startJob(title, false, work);
  try {
    await job.result;
    useMorph.setState({ run: { state: 'idle' } });
  } catch (error) {
    if (isCancelled(error)) await leaveOff();
    else useMorph.setState({ run: { state: 'failed', error: errorInfoOf(error) } });
  } finally {
    job = null;
    useMorph.setState({ preview: null, filmId: null });
  }
}

/** After a run that was ended by hand. A film without a frame is not worth keeping. */
async function leaveOff(): Promise<void> {
  const { filmId } = useMorph.getState();
  const film = filmId === null ? null : filmById(filmId);
  const unfinished = film !== null && film.bytes === null;
  const gone = unfinished && (ending === 'discard' || film.kept === 0);
  useMorph.setState({ run: { state: unfinished && !gone ? 'paused' : 'discarded' } });
  if (gone) await removeFilm(film.id);
}

async function makeKept(id: string, change: Partial<FilmRecord>, controls: JobControls): Promise<void> {
  const film = filmById(id);
  if (!film) return;
  const { kept, ...record } = film;
  if (kept < record.frames && controls.model.name !== record.model) {
    throw new StudioError({
      code: 'bad-setting',
      message: `The film was begun with ${record.model}, and ${controls.model.name} is open.`,
      advice: 'Open the same model again, or render the film anew.',
    });
  }
  useMorph.setState({ filmId: id });
  await makeFilm({ ...record, ...change }, kept, controls);
}

/** @param kept frames that are kept, from the first on */
async function makeFilm(film: FilmRecord, kept: number, controls: JobControls): Promise<void> {
  const { settings, frames, encoding } = film;
  const { size, duration } = settings;
  controls.signal.addEventListener('abort', discardFilm, { once: true });
  try {
    await beginFilm({ width: size, height: size, frames, duration, encoding });
    const restored = await restoreFrames(film, kept);
    if (restored < frames) await drawFrames(film, restored, controls);
    const file = await finishFilm((fraction) => {
      useMorph.setState({ run: { state: 'encoding', fraction, format: encoding.format } });
      controls.report(DRAWING_SHARE + (1 - DRAWING_SHARE) * fraction, null);
    });
    await shelveFile(film, file);
  } catch (error) {
    discardFilm();
    // A frame that was on its way when the encoder was ended finds no film: that is no failure.
    throw controls.signal.aborted ? new StudioError(CANCELLED) : error;
  } finally {
    controls.signal.removeEventListener('abort', discardFilm);
  }
}

/** Puts the kept frames into the film; tells how many were there. */
async function restoreFrames({ id, frames }: FilmRecord, kept: number): Promise<number> {
  for (let index = 0; index < kept; index++) {
    const frame = await readFrame(id, index);
    if (!frame) return index;
    await addPackedFrame(frame);
    useMorph.setState({ run: { state: 'restoring', frame: index + 1, frames } });
  }
  return kept;
}

/** Draws frame after frame into the film. A film that refuses a frame ends the drawing, with the film's own words. */
async function drawFrames(film: FilmRecord, firstFrame: number, controls: JobControls): Promise<void> {
  const halt = new AbortController();
  let encoderError: unknown = null;
  /** Storage that refused once is not asked for every frame; the film is finished without. */
  let keeping = true;
  const preview = paced<Picture>(PREVIEW_INTERVAL, (picture) => useMorph.setState({ preview: picture }));
  const onFrame = async ({ index, frames, secondsLeft, picture }: MorphFrame) => {
    if (encoderError !== null || controls.signal.aborted) return;
    // A copy, since the frame's own buffer moves on to the film.
    preview.offer({ ...picture, rgba: picture.rgba.slice() });
    useMorph.setState({ run: { state: 'drawing', frame: index + 1, frames, secondsLeft } });
    controls.report((DRAWING_SHARE * (index + 1)) / frames, secondsLeft);
    try {
      const packed = await addFrame(picture);
      keeping &&= await keep(() => writeFrame(film.id, index, packed));
      if (keeping) countKept(film.id, index + 1);
    } catch (error) {
      encoderError = error;
      halt.abort();
    }
  };
  const request = { settings: film.settings, adapters: adaptersOf(film), firstFrame };
  try {
    await morph(request, onFrame, AbortSignal.any([controls.signal, halt.signal]));
  } catch (error) {
    throw encoderError ?? error;
  } finally {
    preview.drop();
  }
  if (encoderError !== null) throw encoderError;
}

/** The film's adapters out of the library. @throws StudioError where one is gone */
function adaptersOf({ adapters }: FilmRecord): AdapterRef[] {
  return adapters.map(({ id, name, weight }) => {
    if (adapterRepository.byId(id)) return { id, weight };
    throw new StudioError({
      code: 'adapter-mismatch',
      message: `The adapter “${name}” is not in the library any more.`,
      advice: 'Render the film anew with another one.',
    });
  });
}
