/** `film.worker.ts`: frames into a GIF or a video. */
import * as z from 'zod';
import type { Picture } from './drawing.ts';
import type { Outcome } from './errors.ts';
import { FILM_FILE_SETTINGS } from './settings/filmSettings.ts';
import { shapeOf } from './settings/setting.ts';

export const FILM_FORMATS = FILM_FILE_SETTINGS.format.values;
export type FilmFormat = (typeof FILM_FORMATS)[number];

/** How frames become a file. Palette and dithering are a GIF's; videos have no use for them. */
export const FilmEncoding = z.object(shapeOf(FILM_FILE_SETTINGS));
export type FilmEncoding = z.infer<typeof FilmEncoding>;

/** A GIF says its size in 16 bits; a frame of more than 4096 pixels a side would not fit its encoder's memory. */
const FrameSide = z.number().int().min(1).max(4096);

export const FilmRequest = z.object({
  width: FrameSide,
  height: FrameSide,
  frames: z.number().int().min(1).max(10_000),
  /** Seconds. A GIF's delays are whole hundredths: each frame ends within half a hundredth of its due time. */
  duration: z.number().positive(),
  encoding: FilmEncoding,
});
export type FilmRequest = z.infer<typeof FilmRequest>;

/** `film.worker.ts`: frames into a GIF or a video. One film at a time. */
export interface FilmWorker {
  /** The formats that this browser can write for frames of this side. GIF always. */
  formats(side: number): Promise<Outcome<FilmFormat[]>>;
  begin(request: FilmRequest): Promise<Outcome<null>>;
  /** Takes the next frame; gives it back packed without loss, to be kept for `addPacked`. */
  add(picture: Picture): Promise<Outcome<ArrayBuffer>>;
  /** Takes a frame as `add` gave it back. */
  addPacked(frame: ArrayBuffer): Promise<Outcome<null>>;
  /** Encodes what was added. */
  finish(onProgress: (fraction: number) => void): Promise<Outcome<ArrayBuffer>>;
  discard(): void;
}
