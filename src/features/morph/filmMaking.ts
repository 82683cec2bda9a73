/** A film from its first frame to its file: kept frames go in again, missing ones are drawn, and all are encoded. */
import type { Picture } from '../../contract/drawing.ts';
import { StudioError } from '../../contract/errors.ts';
import type { FilmRequest } from '../../contract/filmWorker.ts';
import type { MorphFrame } from '../../contract/studioWorker.ts';
import { paced } from '../../kit/timing/paced.ts';
import { cancelled } from '../../kit/worker/outcome.ts';
import type { JobControls } from '../../session/studioFlow.ts';
import type { FilmRecord } from './films/filmRecords.ts';
import type { MorphEvent } from './morphReducer.ts';

/** Puts frames into a file, one film at a time. */
export interface FilmEncoder {
  begin(request: FilmRequest): Promise<void>;
  /** Adds a frame, whose buffer is handed over; gives it back packed, to be kept. */
  add(picture: Picture): Promise<ArrayBuffer>;
  /** Adds a frame that was kept. */
  addPacked(frame: ArrayBuffer): Promise<void>;
  /** @param onProgress hears of fractions, 0 to 1 */
  finish(onProgress: (fraction: number) => void): Promise<ArrayBuffer>;
  /** Drops the film; calls that still wait reject. */
  discard(): void;
}

/** The frames that outlive the page. */
export interface KeptFrames {
  /** Null where it is not there. @throws StorageError */
  read(film: string, index: number): Promise<ArrayBuffer | null>;
  /** Tells whether storage took it; a refusal was told to the person already. */
  write(film: string, index: number, frame: ArrayBuffer): Promise<boolean>;
  /** Notes how many there are, from the first on. */
  count(film: string, kept: number): void;
}

/** What making a film needs of the rest of the studio. */
export interface FilmMakingTools {
  tell: (event: MorphEvent) => void;
  /** Draws a film's frames from one on, and waits for what is done with each. @throws StudioError */
  draw: (
    film: FilmRecord,
    firstFrame: number,
    onFrame: (frame: MorphFrame) => Promise<void>,
    signal: AbortSignal,
  ) => Promise<unknown>;
  encoder: FilmEncoder;
  frames: KeptFrames;
}

/** Milliseconds between two previews. */
const PREVIEW_INTERVAL = 100;

/** The share of drawing in the whole job; the rest is encoding. */
const DRAWING_SHARE = 0.95;

/**
 * Makes a film's file.
 * @param kept frames that are kept, from the first on
 * @throws StudioError `cancelled` where the job was ended, else what drawing or encoding failed with
 */
export async function makeFilm(
  film: FilmRecord,
  kept: number,
  controls: JobControls,
  tools: FilmMakingTools,
): Promise<ArrayBuffer> {
  const { settings, frames, encoding } = film;
  const { size, duration } = settings;
  const { encoder, tell } = tools;
  const discard = () => encoder.discard();
  controls.signal.addEventListener('abort', discard, { once: true });
  try {
    await encoder.begin({ width: size, height: size, frames, duration, encoding });
    const restored = await restoreFrames(film, kept, tools);
    if (restored < frames) await drawFrames(film, restored, controls, tools);
    return await encoder.finish((fraction) => {
      tell({ type: 'encoding', fraction, format: encoding.format });
      controls.report(DRAWING_SHARE + (1 - DRAWING_SHARE) * fraction, null);
    });
  } catch (error) {
    discard();
    // A frame that was on its way when the encoder was ended finds no film: that is no failure.
    throw controls.signal.aborted ? new StudioError(cancelled()) : error;
  } finally {
    controls.signal.removeEventListener('abort', discard);
  }
}

/** Puts the kept frames into the film; tells how many were there. */
async function restoreFrames({ id, frames }: FilmRecord, kept: number, tools: FilmMakingTools): Promise<number> {
  for (let index = 0; index < kept; index++) {
    const frame = await tools.frames.read(id, index);
    if (!frame) return index;
    await tools.encoder.addPacked(frame);
    tools.tell({ type: 'restored', frame: index + 1, frames });
  }
  return kept;
}

/** Draws frame after frame into the film. A film that refuses a frame ends the drawing, with the film's own words. */
async function drawFrames(
  film: FilmRecord,
  firstFrame: number,
  controls: JobControls,
  { tell, draw, encoder, frames: keptFrames }: FilmMakingTools,
): Promise<void> {
  const halt = new AbortController();
  let encoderError: unknown = null;
  /** Storage that refused once is not asked for every frame; the film is finished without. */
  let keeping = true;
  const preview = paced<Picture>(PREVIEW_INTERVAL, (picture) => tell({ type: 'previewed', picture }));
  const onFrame = async ({ index, frames, secondsLeft, picture }: MorphFrame) => {
    if (encoderError !== null || controls.signal.aborted) return;
    tell({ type: 'drawn', frame: index + 1, frames, secondsLeft });
    // A copy, since the frame's own buffer moves on to the film.
    preview.offer({ ...picture, rgba: picture.rgba.slice() });
    controls.report((DRAWING_SHARE * (index + 1)) / frames, secondsLeft);
    try {
      const packed = await encoder.add(picture);
      keeping &&= await keptFrames.write(film.id, index, packed);
      if (keeping) keptFrames.count(film.id, index + 1);
    } catch (error) {
      encoderError = error;
      halt.abort();
    }
  };
  try {
    await draw(film, firstFrame, onFrame, AbortSignal.any([controls.signal, halt.signal]));
  } catch (error) {
    throw encoderError ?? error;
  } finally {
    preview.drop();
  }
  if (encoderError !== null) throw encoderError;
}
