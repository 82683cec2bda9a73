/** The film worker: frames into a GIF with gif.js, one film at a time. */
import * as Comlink from 'comlink';
import encoderUrl from 'gif.js/dist/gif.worker.js?url';
import * as z from 'zod';
import { Film } from './film/Film.ts';
import { Failure, outcomeOf } from './outcome.ts';
import type { FilmWorker } from './protocol.ts';

/** A GIF says its size in 16 bits; a frame of more than 4096 pixels a side would not fit its encoder's memory. */
const side = z.number().int().min(1).max(4096);
const Request = z.object({
  width: side,
  height: side,
  frames: z.number().int().min(1).max(10_000),
  duration: z.number().positive(),
});

/** The processor is also drawing frames: leave it a core where there are several. */
const encoders = Math.min(4, Math.max(1, navigator.hardwareConcurrency - 1));

/** What Comlink hands over in place of the page's callback. */
type FilmProgress = Parameters<FilmWorker['finish']>[0] & Partial<Comlink.ProxyMethods>;

let film: Film | null = null;

function current(): Film {
  if (film && !film.ended) return film;
  throw new Failure('bad-setting', 'No film has been begun.', 'Render the film from its start.');
}

function discard(): void {
  film?.discard();
  film = null;
}

const filmWorker: FilmWorker = {
  begin: (request) =>
    outcomeOf(() => {
      discard();
      const checked = Request.safeParse(request);
      if (!checked.success) {
        throw new Failure(
          'bad-setting',
          `The film cannot be begun: ${z.prettifyError(checked.error)}`,
          'Correct the settings and render again.',
        );
      }
      film = new Film(checked.data, encoders, () => new Worker(encoderUrl));
      return null;
    }),

  add: (picture) =>
    outcomeOf(async () => {
      await current().add(picture);
      return null;
    }),

  async finish(onProgress: FilmProgress) {
    const outcome = await outcomeOf(() => current().finish(onProgress));
    // The page's callback would be held for ever otherwise.
    onProgress[Comlink.releaseProxy]?.();
    return outcome.ok ? Comlink.transfer(outcome, [outcome.value]) : outcome;
  },

  discard,
};

Comlink.expose(filmWorker);
