/** The film worker: frames into a GIF or a video, one film at a time. */

import * as Comlink from 'comlink';
import type { Picture } from '../../../contract/drawing.ts';
import { StudioError } from '../../../contract/errors.ts';
import type { FilmFormat, FilmRequest, FilmWorker } from '../../../contract/filmWorker.ts';
import { msg } from '../../../contract/message.ts';
import { cancelled } from '../../../kit/worker/outcome.ts';
import { WorkerLink } from '../../../kit/worker/WorkerLink.ts';

const link = new WorkerLink<FilmWorker>(
  msg('film encoder'),
  () => new Worker(new URL('../../../../workers/film.worker.ts', import.meta.url), { type: 'module' }),
);

/** The formats that this browser can write for frames of this side. */
export function filmFormats(side: number): Promise<FilmFormat[]> {
  return link.call((remote) => remote.formats(side));
}

export async function beginFilm(request: FilmRequest): Promise<void> {
  await link.call((remote) => remote.begin(request));
}

/** Adds a frame, whose buffer is handed over; gives it back packed without loss, to be kept for `addPackedFrame`. */
export function addFrame(picture: Picture): Promise<ArrayBuffer> {
  return link.call((remote) => remote.add(Comlink.transfer(picture, [picture.rgba.buffer])));
}

/** Adds a frame that was kept; its buffer is handed over. */
export async function addPackedFrame(frame: ArrayBuffer): Promise<void> {
  await link.call((remote) => remote.addPacked(Comlink.transfer(frame, [frame])));
}

/** Encodes the frames that were added into a file's bytes. */
export function finishFilm(onProgress: (fraction: number) => void): Promise<ArrayBuffer> {
  return link.call((remote) => remote.finish(Comlink.proxy(onProgress)));
}

/** Drops the frames without encoding them; an encoding that runs ends with the worker. */
export function discardFilm(): void {
  link.close(new StudioError(cancelled()));
}
