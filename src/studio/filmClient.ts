/** The film worker: frames into a GIF, one film at a time. */
import * as Comlink from 'comlink';
import type { FilmRequest, FilmWorker, Picture } from '../../workers/protocol.ts';
import { CANCELLED, StudioError } from './StudioError.ts';
import { WorkerLink } from './WorkerLink.ts';

const link = new WorkerLink<FilmWorker>(
  'film encoder',
  () => new Worker(new URL('../../workers/film.worker.ts', import.meta.url), { type: 'module' }),
);

export async function beginFilm(request: FilmRequest): Promise<void> {
  await link.call((remote) => remote.begin(request));
}

/** Adds a frame; its buffer is handed over. */
export async function addFrame(picture: Picture): Promise<void> {
  await link.call((remote) => remote.add(Comlink.transfer(picture, [picture.rgba.buffer])));
}

/** Encodes the frames that were added into a GIF's bytes. */
export function finishFilm(onProgress: (fraction: number) => void): Promise<ArrayBuffer> {
  return link.call((remote) => remote.finish(Comlink.proxy(onProgress)));
}

/** Lets the frames go without encoding them; an encoding that runs ends with the worker. */
export function discardFilm(): void {
  link.close(new StudioError(CANCELLED));
}
