/** Pictures into the gallery and out of it: drawn in turn, left out, failed, and the oldest making room. */
import { describe, expect, it } from 'vitest';
import { StudioError } from '../../../src/contract/errors.ts';
import { GalleryFlow, type GalleryTools } from '../../../src/features/create/galleryFlow.ts';
import type { GalleryRecord } from '../../../src/features/create/galleryRecords.ts';
import { reduceGallery } from '../../../src/features/create/galleryReducer.ts';
import { GALLERY_AT_FIRST, GALLERY_LENGTH } from '../../../src/features/create/galleryState.ts';
import { CREATE_DEFAULTS } from '../../../src/features/drawing/settings/drawingDefaults.ts';
import { CANCELLED } from '../../../src/kit/worker/outcome.ts';
import { frozen, jobsInNode, latch, MODEL, settled } from '../jobInNode.ts';

const seeded = (seed: number) => ({ ...CREATE_DEFAULTS, seed });
const lost = new StudioError({ code: 'device-lost', message: 'The GPU is gone.', advice: 'Try again.' });
const gone = new StudioError({ code: 'adapter-mismatch', message: 'Not kept.', advice: 'Choose another.' });

/** A studio whose pictures are told apart by their seeds. */
function studio(stored: readonly GalleryRecord[] = []) {
  let state = frozen(GALLERY_AT_FIRST);
  let clock = 1000;
  const jobs = jobsInNode();
  const repository = new Map(stored.map((record) => [record.id, record]));
  const drawn: number[] = [];
  const released: string[] = [];
  const hooks = {
    whileDrawing: async (_seed: number): Promise<void> => undefined,
    whileEncoding: async (): Promise<void> => undefined,
    whileChoosing: async (): Promise<void> => undefined,
    whileReading: async (): Promise<void> => undefined,
  };
  const tools: GalleryTools = {
    state: () => state,
    tell: (event) => {
      state = frozen(reduceGallery(state, event));
    },
    startJob: jobs.startJob,
    async chosenAdapters(choices) {
      await hooks.whileChoosing();
      return { adapters: [], named: choices.map(({ id, weight }) => ({ name: `adapter ${id}`, weight })) };
    },
    async draw({ settings: { seed, size } }, onProgress, signal) {
      drawn.push(seed);
      onProgress({ step: 1, steps: 4, secondsLeft: 3 });
      const ended = new Promise<never>((_, reject) => {
        signal.addEventListener('abort', () => reject(new StudioError(CANCELLED)), { once: true });
      });
      await Promise.race([hooks.whileDrawing(seed), ended]);
      return { picture: { width: size, height: size, rgba: new Uint8ClampedArray([seed]) }, seconds: 2 };
    },
    async encode({ rgba }) {
      await hooks.whileEncoding();
      return Uint8Array.from(rgba).buffer;
    },
    records: {
      async follow(read) {
        const kept = [...repository.values()];
        await hooks.whileReading();
        read(kept);
      },
      write: async (record) => repository.set(record.id, record),
      remove: async (id) => repository.delete(id),
    },
    show: (png) => `blob:${new Uint8Array(png)[0]}`,
    release: (url) => void released.push(url),
    newId: () => `picture-${clock}`,
    now: () => ++clock,
  };
  const seeds = () => state.pictures.map(({ settings }) => settings.seed);
  return { flow: new GalleryFlow(tools), tools, state: () => state, jobs, repository, drawn, released, hooks, seeds };
}

const record = (seed: number, createdAt = seed): GalleryRecord => ({
  id: `kept-${seed}`,
  createdAt,
  settings: seeded(seed),
  model: MODEL.name,
  adapters: [],
  seconds: 1,
  png: Uint8Array.of(seed).buffer,
});

describe('drawing a picture', () => {
  it('puts it first into the gallery, with what it was drawn with, and keeps it', async () => {
    const { flow, tools, state, repository, jobs } = studio();
    tools.tell({ type: 'edited', change: { adapters: [{ id: 'a', weight: 0.5 }] } });
    await flow.generate(seeded(7));
    expect(state()).toMatchObject({ pending: [], error: null });
    const [picture] = state().pictures;
    expect(picture).toMatchObject({
      settings: { seed: 7, size: MODEL.nativeSize },
      model: 'weft-starter',
      adapters: [{ name: 'adapter a', weight: 0.5 }],
      seconds: 2,
      url: 'blob:7',
    });
    const { url: _, ...kept } = picture ?? { url: '' };
    expect([...repository.values()]).toEqual([kept]);
    expect(jobs.titles).toEqual(['Drawing a picture']);
    expect(jobs.reports).toEqual([[0.25, 3]]);
  });

  it('draws several one after the other, each with the form as it was when it was asked for', async () => {
    const { flow, tools, state, hooks, seeds } = studio();
    let ids = 0;
    tools.newId = () => `picture-${++ids}`;
    const first = latch();
    hooks.whileDrawing = (seed) => (seed === 1 ? first.promise : Promise.resolve());
    const one = flow.generate(seeded(1));
    tools.tell({ type: 'edited', change: { size: '256' } });
    const two = flow.generate({ ...seeded(2), size: 256 });
    tools.tell({ type: 'edited', change: { size: '64' } });
    await settled();
    expect(state().pending).toMatchObject([{ fraction: 0.25 }, { fraction: null }]);
    first.open();
    await Promise.all([one, two]);
    expect(seeds()).toEqual([2, 1]);
    expect(state().pictures.map(({ settings }) => settings.size)).toEqual([256, MODEL.nativeSize]);
    expect(state().pending).toEqual([]);
  });

  it('leaves one out by hand, while it is drawn or before, without a word', async () => {
    const { flow, tools, state, hooks, drawn, seeds } = studio();
    let ids = 0;
    tools.newId = () => `picture-${++ids}`;
    hooks.whileDrawing = (seed) => (seed === 1 ? latch().promise : Promise.resolve());
    const asked = [1, 2, 3].map((seed) => flow.generate(seeded(seed)));
    await settled();
    state().pending[1]?.cancel();
    await settled();
    expect(state().pending.map(({ id }) => id)).toEqual(['picture-1', 'picture-3']);
    state().pending[0]?.cancel();
    await Promise.all(asked);
    expect(drawn).toEqual([1, 3]);
    expect(seeds()).toEqual([3]);
    expect(state()).toMatchObject({ pending: [], error: null });
  });

  it('tells why one failed, and draws the next', async () => {
    const { flow, tools, state, hooks, seeds } = studio();
    let ids = 0;
    tools.newId = () => `picture-${++ids}`;
    hooks.whileDrawing = (seed) => (seed === 1 ? Promise.reject(lost) : Promise.resolve());
    await Promise.all([flow.generate(seeded(1)), flow.generate(seeded(2))]);
    expect(state()).toMatchObject({ error: lost.info, pending: [] });
    expect(seeds()).toEqual([2]);
    await flow.generate(seeded(3));
    expect(state().error).toBeNull();
  });

  it('tells of a picture that could not be encoded, and keeps nothing of it', async () => {
    const { flow, state, hooks, repository } = studio();
    hooks.whileEncoding = async () => {
      throw lost;
    };
    await flow.generate(seeded(1));
    expect(state()).toMatchObject({ error: lost.info, pending: [], pictures: [] });
    expect(repository.size).toBe(0);
  });

  it('tells at once of a checkpoint that is gone, though the picture still stands in line', async () => {
    const { flow, state, hooks, jobs, drawn } = studio();
    const other = latch();
    const before = jobs.startJob('Another job', false, () => other.promise);
    hooks.whileChoosing = async () => {
      throw gone;
    };
    await flow.generate(seeded(1));
    expect(state()).toMatchObject({ error: gone.info, pending: [] });
    other.open();
    await before.result;
    await settled();
    expect(drawn).toEqual([]);
  });
});

describe('the gallery', () => {
  it('drops the oldest beyond its length, on the page and in storage', async () => {
    const { flow, state, repository, released, seeds } = studio(
      Array.from({ length: GALLERY_LENGTH }, (_, index) => record(index + 1)),
    );
    await flow.load();
    expect(state().pictures).toHaveLength(GALLERY_LENGTH);
    expect(released).toEqual([]);
    await flow.generate(seeded(99));
    expect(state().pictures).toHaveLength(GALLERY_LENGTH);
    expect([seeds()[0], seeds().at(-1)]).toEqual([99, 2]);
    expect(repository.has('kept-1')).toBe(false);
    expect(repository.size).toBe(GALLERY_LENGTH);
    expect(released).toEqual(['blob:1']);
  });

  it('drops nothing by being read, though more was kept than its length; the next picture makes room', async () => {
    const { flow, seeds, repository } = studio(
      Array.from({ length: GALLERY_LENGTH + 3 }, (_, index) => record(index + 1)),
    );
    await flow.load();
    expect(seeds()).toEqual(Array.from({ length: GALLERY_LENGTH + 3 }, (_, index) => GALLERY_LENGTH + 3 - index));
    expect(repository.size).toBe(GALLERY_LENGTH + 3);
    await flow.generate(seeded(99));
    expect(seeds()).toEqual([
      99,
      ...Array.from({ length: GALLERY_LENGTH - 1 }, (_, index) => GALLERY_LENGTH + 3 - index),
    ]);
    expect(repository.size).toBe(GALLERY_LENGTH);
  });

  it('shows a picture once that was drawn while the gallery was read', async () => {
    const { flow, hooks, seeds } = studio([record(1)]);
    const reading = latch();
    hooks.whileReading = () => reading.promise;
    const loaded = flow.load();
    await flow.generate(seeded(50));
    reading.open();
    await loaded;
    expect(seeds()).toEqual([50, 1]);
  });

  it('removes a picture on the page and in storage, and only once', async () => {
    const { flow, state, repository, released } = studio([record(1), record(2)]);
    await flow.load();
    await Promise.all([flow.remove('kept-1'), flow.remove('kept-1')]);
    expect(state().pictures.map(({ id }) => id)).toEqual(['kept-2']);
    expect([...repository.keys()]).toEqual(['kept-2']);
    expect(released).toEqual(['blob:1']);
  });
});
