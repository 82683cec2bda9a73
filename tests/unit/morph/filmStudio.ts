/** A studio for morphs in Node: a worker that draws grey frames, an encoder that notes them, and storage in memory. */

import { StudioError } from '../../../src/contract/errors.ts';
import type { FilmRequest } from '../../../src/contract/filmWorker.ts';
import type { MorphFrame } from '../../../src/contract/studioWorker.ts';
import type { FilmRecord } from '../../../src/features/morph/films/filmRecords.ts';
import type { StoredFilm } from '../../../src/features/morph/films/filmRepository.ts';
import { MorphFlow, type MorphTools } from '../../../src/features/morph/morphFlow.ts';
import { type MorphEvent, reduceMorph } from '../../../src/features/morph/morphReducer.ts';
import { MORPH_AT_FIRST } from '../../../src/features/morph/morphState.ts';
import { cancelled } from '../../../src/kit/worker/outcome.ts';
import { frozen, jobsInNode, MODEL } from '../jobInNode.ts';

export const FRAMES = 6;

/** A frame's bytes say which one it is. */
export const packed = (index: number): ArrayBuffer => Uint8Array.of(index).buffer;
const indexOf = (frame: ArrayBuffer): number => new Uint8Array(frame)[0] ?? -1;

export function filmStudio() {
  let state = frozen(MORPH_AT_FIRST);
  const events: MorphEvent[] = [];
  const model = { ...MODEL };
  const jobs = jobsInNode(() => model);
  const films = new Map<string, StoredFilm>();
  const stored = new Map<string, ArrayBuffer>();
  /** Frames in the encoder, null while it has no film. */
  let inFilm: number[] | null = null;
  const log = {
    begun: [] as FilmRequest[],
    /** Frames that the worker drew. */
    drawn: [] as number[],
    /** Frames in each finished file. */
    files: [] as number[][],
    writes: 0,
    discards: 0,
  };
  /** What a test puts in the way; each is called before the thing itself. */
  const hooks = {
    beforeFrame: async (_index: number): Promise<void> => undefined,
    beforeAdd: async (_index: number): Promise<void> => undefined,
    takesFrame: (_index: number): boolean => true,
    asMaker: (_id: string, work: () => Promise<void>) => work(),
    beforeFinish: async (_signal: AbortSignal): Promise<void> => undefined,
  };
  const open = (): number[] => {
    if (inFilm) return inFilm;
    throw new StudioError({ code: 'internal', message: 'No film was begun.', advice: 'Begin one.' });
  };
  let closed = new AbortController();
  const tools: MorphTools = {
    state: () => state,
    tell: (event) => {
      events.push(event);
      state = frozen(reduceMorph(state, event));
    },
    startJob: jobs.startJob,
    async draw(film, firstFrame, onFrame, signal) {
      for (let index = firstFrame; index < film.frames; index++) {
        await hooks.beforeFrame(index);
        if (signal.aborted) throw new StudioError(cancelled());
        log.drawn.push(index);
        const picture = { width: 1, height: 1, rgba: new Uint8ClampedArray(4).fill(index) };
        const frame: MorphFrame = { index, frames: film.frames, secondsLeft: film.frames - index, picture };
        await onFrame(frame);
      }
    },
    encoder: {
      async begin(request) {
        log.begun.push(request);
        closed = new AbortController();
        inFilm = [];
      },
      async add(picture) {
        // As on its way to a worker: whoever still looks at the picture finds it empty.
        const { rgba } = structuredClone(picture, { transfer: [picture.rgba.buffer] });
        const index = rgba[0] ?? -1;
        await hooks.beforeAdd(index);
        open().push(index);
        return packed(index);
      },
      async addPacked(frame) {
        open().push(indexOf(frame));
      },
      async finish(onProgress) {
        onProgress(0.5);
        await hooks.beforeFinish(closed.signal);
        log.files.push(open());
        onProgress(1);
        inFilm = null;
        return new ArrayBuffer(1000);
      },
      discard() {
        log.discards++;
        inFilm = null;
        closed.abort(new StudioError(cancelled()));
      },
    },
    frames: {
      read: async (film, index) => stored.get(`${film} ${index}`) ?? null,
      async write(film, index, frame) {
        log.writes++;
        if (!hooks.takesFrame(index)) return false;
        stored.set(`${film} ${index}`, frame);
        return true;
      },
      count(id, kept) {
        const film = films.get(id);
        if (film) films.set(id, { ...film, kept });
      },
    },
    films: {
      byId: (id) => films.get(id) ?? null,
      async begin(film) {
        films.set(film.id, { ...film, kept: 0 });
      },
      async finish(film, file) {
        films.set(film.id, { ...film, bytes: file.byteLength, kept: films.get(film.id)?.kept ?? 0 });
      },
      async remove(id) {
        films.delete(id);
      },
      asMaker: (id, work) => hooks.asMaker(id, work),
    },
    adapters: () => [],
    newId: () => `film-${films.size + 1}`,
    now: () => 1_700_000_000_000,
  };
  /** Keeps a film of which some frames are there. */
  const store = (change: Partial<FilmRecord>, kept: number) => {
    const { encoding } = state.form;
    const settings = { ...SETTINGS, size: MODEL.nativeSize };
    const film = { id: 'old', createdAt: 1, settings, adapters: [], model: MODEL.name, encoding, frames: FRAMES };
    films.set('old', { bytes: null, ...film, ...change, kept });
    for (let index = 0; index < kept; index++) stored.set(`old ${index}`, packed(index));
  };
  return { flow: new MorphFlow(tools), state: () => state, events, model, films, stored, log, hooks, jobs, store };
}

export const SETTINGS = {
  prompt: 'a textile',
  negativePrompt: '',
  guidanceScale: 7.5,
  samplingSteps: 5,
  sampler: 'ddim' as const,
  guidanceUntil: 100,
  deepEvery: 1,
  seamless: 'none' as const,
  promptSyntax: 'auto' as const,
  seed: 42,
  size: 64,
  keyframes: [
    { seed: 42, prompt: 'a textile' },
    { seed: 43, prompt: 'a textile' },
  ],
  duration: 2,
  framesPerSecond: 3,
};
