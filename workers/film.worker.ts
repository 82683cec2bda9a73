/** The film worker: frames into a GIF with gif.js, or into a video with the browser's encoder; one film at a time. */

import { say } from '../src/contract/message.ts';
import '../src/contract/policy/withoutEval.ts';
import './shared/alive.ts';
import * as Comlink from 'comlink';
import encoderUrl from 'gif.js/dist/gif.worker.js?url';
import * as z from 'zod';
import { studioError } from '../src/contract/errors.ts';
import { type FilmFormat, FilmRequest, type FilmWorker } from '../src/contract/filmWorker.ts';
import { outcomeOf } from '../src/contract/outcome.ts';
import type { Film } from './film/Film.ts';
import { GifFilm } from './film/gif/GifFilm.ts';
import { packFrame, unpackFrame } from './film/packFrame.ts';
import { VideoFilm } from './film/video/VideoFilm.ts';
import { codecFor, VIDEO_FORMATS } from './film/video/videoFormats.ts';

/** The processor is also drawing frames: leave it a core where there are several. */
const encoders = Math.min(4, Math.max(1, navigator.hardwareConcurrency - 1));

/** What Comlink hands over in place of the page's callback. */
type FilmProgress = Parameters<FilmWorker['finish']>[0] & Partial<Comlink.ProxyMethods>;

interface CurrentFilm {
  film: Film;
  request: FilmRequest;
}

let current: CurrentFilm | null = null;

function requireFilm(): CurrentFilm {
  if (current && !current.film.ended) return current;
  throw studioError('bad-setting', 'No film has been begun.', 'Render the film from its start.');
}

function discard(): void {
  current?.film.discard();
  current = null;
}

async function begun(request: FilmRequest): Promise<Film> {
  const { format } = request.encoding;
  return format === 'gif'
    ? new GifFilm(request, encoders, () => new Worker(encoderUrl))
    : VideoFilm.begin(request, format);
}

const filmWorker: FilmWorker = {
  formats: (pixels) =>
    outcomeOf(async () => {
      const formats: FilmFormat[] = ['gif'];
      for (const format of VIDEO_FORMATS) if (await codecFor(format, pixels, pixels)) formats.push(format);
      return formats;
    }),

  begin: (request) =>
    outcomeOf(async () => {
      discard();
      const checked = FilmRequest.safeParse(request);
      if (!checked.success) {
        throw studioError(
          'bad-setting',
          say('The film cannot be begun: {why}', { why: z.prettifyError(checked.error) }),
          'Correct the settings and render again.',
        );
      }
      current = { film: await begun(checked.data), request: checked.data };
      return null;
    }),

  async add(picture) {
    const outcome = await outcomeOf(async () => {
      // Packed first: the film takes the pixels over.
      const packed = await packFrame(picture);
      await requireFilm().film.add(picture);
      return packed;
    });
    return outcome.ok ? Comlink.transfer(outcome, [outcome.value]) : outcome;
  },

  addPacked: (frame) =>
    outcomeOf(async () => {
      const { film, request } = requireFilm();
      await film.add(await unpackFrame(frame, request.width, request.height));
      return null;
    }),

  async finish(onProgress: FilmProgress) {
    const outcome = await outcomeOf(() => requireFilm().film.finish(onProgress));
    // The page's callback would be held for ever otherwise.
    onProgress[Comlink.releaseProxy]?.();
    return outcome.ok ? Comlink.transfer(outcome, [outcome.value]) : outcome;
  },

  discard,
};

Comlink.expose(filmWorker);
