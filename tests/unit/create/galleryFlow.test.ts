/** Pictures into the gallery and out of it: drawn in turn, left out, failed, removed and put back. */
import { describe, expect, it } from 'vitest';
import { StudioError } from '../../../src/contract/errors.ts';
import { GalleryFlow, type GalleryTools } from '../../../src/features/create/galleryFlow.ts';
import type { GalleryRecord } from '../../../src/features/create/galleryRecords.ts';
import { reduceGallery } from '../../../src/features/create/galleryReducer.ts';
import { GALLERY_AT_FIRST } from '../../../src/features/create/galleryState.ts';
import type { OverOrder } from '../../../src/features/create/over/overState.ts';
import { CREATE_DEFAULTS } from '../../../src/features/drawing/settings/drawingDefaults.ts';
import { cancelled } from '../../../src/kit/worker/outcome.ts';
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
  const drawnOver: number[] = [];
  const hooks = {
    over: null as OverOrder | null,
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
    async draw({ settings: { seed, size }, over }, onProgress, signal) {
      drawn.push(seed);
      if (over) drawnOver.push(over.strength);
      onProgress({ step: 1, steps: 4, secondsLeft: 3 });
      const ended = new Promise<never>((_, reject) => {
        signal.addEventListener('abort', () => reject(new StudioError(cancelled())), { once: true });
      });
      await Promise.race([hooks.whileDrawing(seed), ended]);
      return { picture: { width: size, height: size, rgba: new Uint8ClampedArray([seed]) }, seconds: 2 };
    },
    over: () => hooks.over,
    async prepareOver({ digest, strength, mask }, size) {
      return { digest, strength, mask, picture: new Blob([`${size}`]) };
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
      async write(records) {
        for (const record of records) repository.set(record.id, record);
      },
      async remove(ids) {
        for (const id of ids) repository.delete(id);
      },
      async mark(id, favourite) {
        const marked = repository.get(id);
        if (marked) repository.set(id, { ...marked, favourite });
      },
    },
    newId: () => `picture-${clock}`,
    now: () => ++clock,
  };
  const seeds = () => state.pictures.map(({ settings }) => settings.seed);
  return { flow: new GalleryFlow(tools), tools, state: () => state, jobs, repository, drawn, drawnOver, hooks, seeds };
}

/** The same Blob for the same seed, by which its address is known. */
const blobs = new Map<number, Blob>();
const pngOf = (seed: number): Blob => {
  const blob = blobs.get(seed) ?? new Blob([Uint8Array.of(seed)]);
  blobs.set(seed, blob);
  return blob;
};

const record = (seed: number, createdAt = seed): GalleryRecord => ({
  id: `kept-${seed}`,
  createdAt,
  settings: seeded(seed),
  model: MODEL.name,
  adapters: [],
  seconds: 1,
  png: pngOf(seed),
});

describe('drawing a picture', () => {
  it('draws over what stood in the form when it was asked for, and keeps that with each picture', async () => {
    const { flow, state, hooks, drawnOver } = studio();
    const mask = new Blob(['mask']);
    hooks.over = { file: new Blob(['photograph']), digest: 'ab12', strength: 0.3, mask };
    const done = flow.vary(seeded(1), 2);
    hooks.over = null;
    await done;
    await flow.generate(seeded(9));
    expect(drawnOver).toEqual([0.3, 0.3]);
    const [last, ...others] = state().pictures;
    expect(last?.over).toBeUndefined();
    for (const { over } of others) {
      expect(over).toMatchObject({ digest: 'ab12', strength: 0.3, mask });
      expect(await over?.picture.text()).toBe(String(MODEL.nativeSize));
    }
  });

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
    });
    expect([...repository.values()]).toEqual([picture]);
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

  it('draws several at a press, with the seeds that follow; after the last comes the first', async () => {
    const { flow, tools, seeds } = studio();
    let ids = 0;
    tools.newId = () => `picture-${++ids}`;
    await flow.vary(seeded(2 ** 32 - 2), 4);
    expect(seeds()).toEqual([1, 0, 2 ** 32 - 1, 2 ** 32 - 2]);
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
  it('keeps every picture, however many there are', async () => {
    const { flow, seeds, repository } = studio(Array.from({ length: 30 }, (_, index) => record(index + 1)));
    await flow.load();
    await flow.generate(seeded(99));
    expect(seeds()).toEqual([99, ...Array.from({ length: 30 }, (_, index) => 30 - index)]);
    expect(repository.size).toBe(31);
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

  it('removes pictures on the page and in storage, and only once', async () => {
    const { flow, state, repository } = studio([record(1), record(2), record(3)]);
    await flow.load();
    const [first, second] = await Promise.all([flow.remove(['kept-1', 'kept-3']), flow.remove(['kept-1'])]);
    expect([first.count, second.count]).toEqual([2, 0]);
    expect(state().pictures.map(({ id }) => id)).toEqual(['kept-2']);
    expect([...repository.keys()]).toEqual(['kept-2']);
  });

  it('puts removed pictures back where they were, once', async () => {
    const { flow, state, repository, seeds } = studio([record(1), record(2), record(3)]);
    await flow.load();
    const before = state().pictures;
    const removed = await flow.remove(['kept-2', 'kept-3']);
    await Promise.all([removed.undo(), removed.undo()]);
    expect(seeds()).toEqual([3, 2, 1]);
    expect(state().pictures).toEqual(before);
    expect(repository.get('kept-2')).toEqual(record(2));
  });

  it('marks a picture on the page and in storage', async () => {
    const { flow, state, repository } = studio([record(1)]);
    await flow.load();
    await flow.mark('kept-1', true);
    expect(state().pictures[0]?.favourite).toBe(true);
    expect(repository.get('kept-1')?.favourite).toBe(true);
  });
});
