/** A run's way from its settings to the library, and every way in which it ends before. */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { StudioError } from '../../../src/contract/errors.ts';
import { INVERSION_DEFAULTS } from '../../../src/features/training/form/trainDefaults.ts';
import {
  checkpointAt,
  errorOf,
  flowInNode,
  identity,
  image,
  loss,
  model,
  picture,
  resultOf,
  type Script,
  settings,
  stateAt,
  stepTaken,
} from './trainingInNode.ts';

// The page is shown progress at its own pace: time passes when a test says so.
beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** Lets everything happen that needs no time. */
const rest = () => vi.advanceTimersByTimeAsync(0);

const begin = { phase: 'begin', identity } as const;
const sampleAt = (step: number) => ({ phase: 'sample', of: 'learnt', step, seed: 7, picture }) as const;
const evaluationAt = (step: number) => ({ phase: 'evaluation', point: { step, trained: 0.5, heldOut: null } }) as const;

/** A run with a checkpoint after its second step and four steps in all. */
const wholeRun: Script = async (hear) => {
  hear(begin);
  hear({ phase: 'encode', done: 1, total: 1, secondsLeft: 0 });
  for (const step of [1, 2]) hear(stepTaken(step));
  hear(evaluationAt(2));
  hear(sampleAt(2));
  hear(checkpointAt(2));
  for (const step of [3, 4]) hear(stepTaken(step));
  return resultOf(4);
};

/** Goes so far, and then on until it is told to end. */
const endless =
  (...events: Parameters<Parameters<Script>[0]>[0][]): Script =>
  async (hear, _, { cancelled, paused, stopped }) => {
    for (const event of [begin, ...events]) hear(event);
    await Promise.race([cancelled, paused, stopped]);
    const steps = events.filter(({ phase }) => phase === 'train').length;
    return resultOf(steps, { stopped: true });
  };

describe('a whole run', () => {
  it('ends as an adapter in the library, with all that is known of how it came to be', async () => {
    const page = flowInNode(wholeRun);
    await page.flow.start(settings);
    expect(page.requests).toEqual([
      {
        settings,
        images: [image],
        classImages: [],
        classDrawing: page.parts.classSampling(settings, model, null).drawing,
        sampleDrawing: { sampler: 'dpmsolver++', samplingSteps: 12, guidanceScale: 7.5 },
        unfinished: null,
      },
    ]);
    const losses = [1, 2, 3, 4].map(loss);
    const evaluations = [{ step: 2, trained: 0.5, heldOut: null }];
    const item = {
      ...resultOf(4).item,
      id: 'run 1',
      name: settings.adapterName,
      createdAt: 2_000,
      file: null,
      thumbnail: new ArrayBuffer(3),
      origin: { kind: 'trained', settings, losses, evaluations, stepsDone: 4, stopped: false, seconds: 10 },
    };
    expect(page.shelf).toEqual([item]);
    expect(page.state()).toMatchObject({ priorWeight: settings.priorWeight, losses, evaluations });
    expect(page.run()).toEqual({
      state: 'ended',
      stopped: false,
      stepsDone: 4,
      stepsTaken: 4,
      seconds: 10,
      outcome: { item, kept: true },
    });
  });

  it('is kept as it goes, in the order in which things came to be, and forgotten once it is in the library', async () => {
    const page = flowInNode(wholeRun);
    await page.flow.start(settings);
    const { log } = page.memory;
    const writes = ['run', 'sample 2', 'learnt 2', 'checkpoint 2'];
    expect(log.filter((entry) => writes.includes(entry))).toEqual(writes);
    expect(log[0]).toBe('withdrawn');
    expect(log.slice(-2)).toEqual(['forgotten', 'picture']);
    expect(log.filter((entry) => entry === 'library')).toHaveLength(1);
    expect(page.memory.runs.size + page.memory.checkpoints.size + page.memory.offers.size).toBe(0);
    // What is shown with the adapter stays.
    expect([page.memory.samples.size, page.memory.kept]).toEqual([1, [2]]);
  });

  it('keeps what goes on from it while what was learnt lives on the page alone', async () => {
    const page = flowInNode(wholeRun);
    page.keeps = false;
    await page.flow.start(settings);
    await rest();
    expect(page.run()).toMatchObject({ state: 'ended', outcome: { kept: false } });
    expect(page.memory.log).not.toContain('forgotten');
    expect(page.memory.checkpoints.get('run 1')?.state).toEqual(stateAt(2));
  });

  it('of textual inversion weighs no prior loss and keeps no checkpoints beside what it leaves', async () => {
    const page = flowInNode(wholeRun);
    await page.flow.start(settings);
    await page.flow.start({ ...INVERSION_DEFAULTS, steps: 4 });
    expect(page.state().priorWeight).toBe(0);
    expect(page.memory.kept).toEqual([2]);
    expect(page.memory.log.filter((entry) => entry === 'learnt 2')).toHaveLength(1);
  });

  it('that early stopping ended tells the steps that were taken and those that were kept', async () => {
    const page = flowInNode(async (hear) => {
      hear(begin);
      for (const step of [1, 2, 3]) hear(stepTaken(step));
      return resultOf(1, { stepsTaken: 3 });
    });
    await page.flow.start(settings);
    expect(page.run()).toMatchObject({ state: 'ended', stopped: false, stepsDone: 1, stepsTaken: 3 });
    expect(page.shelf[0]?.origin).toMatchObject({ stepsDone: 1, stopped: true });
  });

  it('without an image has no picture for the library', async () => {
    const page = flowInNode(wholeRun, { images: () => [] });
    await page.flow.start(settings);
    expect(page.shelf[0]).not.toHaveProperty('thumbnail');
  });
});

describe('while it runs', () => {
  it('losses are shown at a pace, and all of them before the end', async () => {
    const page = flowInNode(endless(...[1, 2, 3].map(stepTaken)));
    const done = page.flow.start(settings);
    await rest();
    const shown = () => page.state().losses.map(({ step }) => step);
    expect(shown()).toEqual([1]);
    await vi.advanceTimersByTimeAsync(250);
    expect(shown()).toEqual([1, 2, 3]);
    expect(page.run()).toMatchObject({ state: 'running', progress: { phase: 'train', done: 3, total: 4 } });
    expect(page.reports).toHaveLength(2);
    page.flow.stop();
    await done;
    expect(shown()).toEqual([1, 2, 3]);
  });

  it('what still waits is shown before the run fails, and nothing after', async () => {
    const page = flowInNode(async (hear) => {
      hear(begin);
      for (const step of [1, 2, 3]) hear(stepTaken(step));
      throw errorOf('internal');
    });
    await page.flow.start(settings);
    expect(page.states.slice(-2).map(({ run, losses }) => [run.state, losses.length])).toEqual([
      ['running', 3],
      ['failed', 3],
    ]);
    await vi.advanceTimersByTimeAsync(1_000);
    expect(page.run().state).toBe('failed');
  });

  it('what the worker tells too late changes nothing', async () => {
    let late: (() => void) | null = null;
    const page = flowInNode(async (hear) => {
      late = () => {
        hear(stepTaken(1));
        hear(evaluationAt(1));
        hear(sampleAt(1));
      };
      throw errorOf('device-lost');
    });
    await page.flow.start(settings);
    const before = page.state();
    late!();
    await vi.advanceTimersByTimeAsync(1_000);
    expect(page.state()).toBe(before);
    page.script = endless();
    void page.flow.start(settings);
    await rest();
    late!();
    expect(page.state()).toMatchObject({ session: 2, run: { state: 'waiting' }, losses: [], samples: [] });
  });

  it('class images are kept in their places and shown behind those that are there', async () => {
    const [given, set] = [
      new ArrayBuffer(1),
      { id: 's', model: 'a', modelName: 'a', prompt: 'p', drawing: 'd', count: 1, bytes: 1 },
    ];
    const drawn = (done: number) => ({ phase: 'class-images', done, total: 3, secondsLeft: 1, picture }) as const;
    const page = flowInNode(endless({ ...drawn(1), picture: null }, drawn(2), drawn(3)), {
      classImages: async () => ({ images: [given], set, own: null }),
    });
    void page.flow.start(settings);
    await rest();
    expect(page.memory.drawn).toEqual([1, 2]);
    expect(page.state().classImages).toEqual({
      images: [given, new ArrayBuffer(5), new ArrayBuffer(5)],
      reused: 1,
      own: false,
    });
  });

  it('a class image that can’t become a file is told of once and not shown', async () => {
    const drawn = { phase: 'class-images', done: 1, total: 2, secondsLeft: 1, picture } as const;
    const set = { id: 's', model: 'a', modelName: 'a', prompt: 'p', drawing: 'd', count: 0, bytes: 0 };
    const broken = errorOf('internal');
    const page = flowInNode(endless(drawn, { ...drawn, done: 2 }), {
      classImages: async () => ({ images: [], set, own: null }),
      encodePng: () => Promise.reject(broken),
    });
    void page.flow.start(settings);
    await rest();
    expect(page.memory.told).toEqual([broken]);
    expect(page.state().classImages.images).toEqual([]);
    expect(page.run().state).toBe('running');
  });

  it('a person’s own class images are all used, and their number is the run’s', async () => {
    const images = [new ArrayBuffer(1), new ArrayBuffer(2), new ArrayBuffer(3)];
    const page = flowInNode(endless(checkpointAt(1)), {
      classImages: async () => ({ images, set: null, own: ['a', 'b', 'c'] }),
    });
    void page.flow.start(settings);
    await rest();
    expect(page.requests[0]).toMatchObject({ settings: { classImages: 3 }, classImages: images });
    expect(page.memory.runs.get('run 1')).toMatchObject({
      settings: { classImages: 3 },
      ownClassImages: ['a', 'b', 'c'],
      fewStepAdapter: null,
    });
    expect(page.state().classImages).toEqual({ images, reused: 3, own: true });
  });

  it('no other run begins', async () => {
    const page = flowInNode(endless(stepTaken(1)));
    void page.flow.start(settings);
    await page.flow.start(settings);
    await rest();
    await page.flow.start(settings);
    expect(page.requests).toHaveLength(1);
    expect(page.state().session).toBe(1);
  });

  it('storage that refuses is told of once; the run goes on, and what was learnt is kept', async () => {
    const full = new Error('The browser’s storage is full.');
    const page = flowInNode(wholeRun);
    page.memory.refuses = full;
    await page.flow.start(settings);
    expect(page.memory.told).toEqual([full]);
    expect(page.run()).toMatchObject({ state: 'ended', stepsDone: 4 });
    expect(page.shelf).toHaveLength(1);
  });
});

describe('stopped by its person', () => {
  it('keeps what was learnt up to then', async () => {
    const page = flowInNode(endless(stepTaken(1), stepTaken(2)));
    const done = page.flow.start(settings);
    await rest();
    page.flow.stop();
    await done;
    expect(page.run()).toMatchObject({ state: 'ended', stopped: true, stepsDone: 2 });
    expect(page.shelf[0]?.origin).toMatchObject({ stepsDone: 2, stopped: true, losses: [loss(1), loss(2)] });
  });

  it('before its first step leaves nothing', async () => {
    const page = flowInNode(endless({ phase: 'prepare', done: 1, total: 2, secondsLeft: null }));
    const done = page.flow.start(settings);
    await rest();
    page.flow.stop();
    await done;
    expect(page.run()).toMatchObject({ state: 'ended', stopped: true, stepsDone: 0, outcome: null });
    expect(page.shelf).toEqual([]);
    expect(page.memory.log.slice(-2)).toEqual(['forgotten', 'artifacts removed']);
    expect(page.memory.runs.size).toBe(0);
  });

  it('while it waits for its turn never starts, and what an earlier session kept stays', async () => {
    const page = flowInNode(endless());
    const record = await pausedRun(page);
    void page.queue.run(() => new Promise(() => undefined), new AbortController().signal);
    const done = page.flow.goOn(record);
    expect(page.run()).toEqual({ state: 'waiting' });
    page.flow.stop();
    await done;
    expect(page.run()).toEqual({ state: 'cancelled' });
    expect(page.requests).toHaveLength(1);
    expect(page.memory.offers.has(record.id)).toBe(true);
  });
});

describe('given up by its person', () => {
  it('keeps nothing', async () => {
    const page = flowInNode(endless(stepTaken(1), sampleAt(1), checkpointAt(1), stepTaken(2)));
    const done = page.flow.start(settings);
    await rest();
    page.flow.discard();
    await done;
    expect(page.run()).toEqual({ state: 'cancelled' });
    const { runs, checkpoints, samples, kept, offers } = page.memory;
    expect([runs.size, checkpoints.size, samples.size, kept.length, offers.size]).toEqual([0, 0, 0, 0, 0]);
    expect(page.shelf).toEqual([]);
  });

  it('while it waits for its turn keeps nothing of an earlier session either', async () => {
    const page = flowInNode(endless());
    const record = await pausedRun(page);
    void page.queue.run(() => new Promise(() => undefined), new AbortController().signal);
    const done = page.flow.goOn(record);
    page.flow.discard();
    await done;
    expect(page.run()).toEqual({ state: 'cancelled' });
    expect(page.memory.offers.size + page.memory.checkpoints.size).toBe(0);
  });

  it('while it is paused', async () => {
    const page = flowInNode(endless());
    const record = await pausedRun(page);
    await page.flow.discardPaused(record);
    expect(page.run()).toEqual({ state: 'cancelled' });
    expect(page.memory.offers.size + page.memory.checkpoints.size).toBe(0);
  });

  it('where no run is active nothing happens', () => {
    const page = flowInNode(endless());
    page.flow.discard();
    expect(page.states).toHaveLength(1);
  });
});

/** Pauses a run of a page after its second step. */
async function pausedRun(page: ReturnType<typeof flowInNode>) {
  page.script = endless(stepTaken(1), stepTaken(2), sampleAt(2), evaluationAt(2), checkpointAt(2));
  const done = page.flow.start(settings);
  await rest();
  page.time += 30_000;
  page.flow.pause();
  await done;
  const { record } = page.memory.offers.get('run 1')!;
  return record;
}

describe('paused', () => {
  it('is offered to go on from its checkpoint', async () => {
    const page = flowInNode(endless());
    const record = await pausedRun(page);
    expect(page.run()).toEqual({ state: 'paused', id: 'run 1', step: 2, steps: 4 });
    expect(record).toMatchObject({ paused: true, startedAt: 1_000, identity, settings });
    expect(page.memory.log.slice(-2)).toEqual(['run, paused', 'offered at 2']);
  });

  it('goes on with its own id, losses, pictures and time, and ends as one run', async () => {
    const page = flowInNode(endless());
    const record = await pausedRun(page);
    page.memory.checkpoints.set('run 1', { ...page.memory.checkpoints.get('run 1')!, seconds: 20 });
    // A picture after the checkpoint will be drawn again.
    await page.memory.storage.writeSample({ ...sampleAt(3), id: 'later', run: 'run 1' });
    page.script = async (hear, request) => {
      expect(request.unfinished).toEqual({ identity, state: stateAt(2) });
      expect(page.state().losses.map(({ step }) => step)).toEqual([1, 2]);
      expect(page.state().samples.map(({ step }) => step)).toEqual([2]);
      hear(begin);
      for (const step of [3, 4]) hear(stepTaken(step));
      return resultOf(4);
    };
    await page.flow.goOn(record);
    expect(page.filled).toEqual([settings]);
    expect(page.run()).toMatchObject({ state: 'ended', seconds: 30 });
    expect(page.shelf).toHaveLength(1);
    expect(page.shelf[0]).toMatchObject({
      id: 'run 1',
      origin: { losses: [1, 2, 3, 4].map(loss), evaluations: [evaluationAt(2).point], seconds: 30 },
    });
  });

  it('once it goes on is no longer known as paused', async () => {
    const page = flowInNode(endless());
    const record = await pausedRun(page);
    page.script = endless();
    void page.flow.goOn(record);
    await rest();
    expect(page.memory.offers.size).toBe(0);
    expect(page.memory.runs.get('run 1')).toEqual({ ...record, paused: false });
  });
});

describe('broken off', () => {
  it('is offered from its last checkpoint', async () => {
    const page = flowInNode(async (hear) => {
      hear(begin);
      hear(stepTaken(1));
      hear(checkpointAt(1));
      throw errorOf('device-lost');
    });
    await page.flow.start(settings);
    expect(page.run()).toEqual({ state: 'failed', error: errorOf('device-lost').info });
    expect(page.memory.offers.get('run 1')).toMatchObject({ step: 1, unwritten: null, record: { paused: false } });
  });

  it('before anything was kept is forgotten', async () => {
    const page = flowInNode(async (hear) => {
      hear(begin);
      throw errorOf('device-lost');
    });
    await page.flow.start(settings);
    expect(page.memory.log).toEqual(['withdrawn', 'run', 'forgotten']);
  });

  it('goes on with what takes less memory where it ran out, as far as the numbers that learn stay', async () => {
    const proposal = { change: { segments: 8, microBatches: true, resolution: 256 as const }, bytes: 1e9 };
    const page = flowInNode(async (hear) => {
      hear(begin);
      hear(checkpointAt(1));
      throw new StudioError({ ...errorOf('out-of-memory').info, proposal });
    });
    await page.flow.start(settings);
    page.script = wholeRun;
    await page.flow.goOn(page.memory.offers.get('run 1')!.record);
    const less = { ...settings, segments: 8, microBatches: true };
    expect(page.filled).toEqual([less]);
    expect(page.requests[1]).toMatchObject({ settings: less, unfinished: { state: stateAt(1) } });
    expect(page.run().state).toBe('ended');
  });

  it('textual inversion goes on as it was, whatever ran out of memory before', async () => {
    const proposal = { change: { segments: 8 }, bytes: 1e9 };
    const page = flowInNode(async () => {
      throw new StudioError({ ...errorOf('out-of-memory').info, proposal });
    });
    await page.flow.start(settings);
    const record = {
      id: 'word',
      startedAt: 1,
      settings: INVERSION_DEFAULTS,
      identity,
      ownClassImages: [],
      fewStepAdapter: null,
      paused: false,
    };
    page.script = endless();
    void page.flow.goOn(record);
    await rest();
    expect(page.filled).toEqual([INVERSION_DEFAULTS]);
    expect(page.requests[1]?.settings).toEqual(INVERSION_DEFAULTS);
  });

  it('where storage had no room for its checkpoint is offered with it, and goes on from it', async () => {
    const page = flowInNode(async (hear) => {
      hear(begin);
      page.memory.refuses = new Error('full');
      hear(stepTaken(1));
      hear(checkpointAt(1));
      throw errorOf('device-lost');
    });
    await page.flow.start(settings);
    const offer = page.memory.offers.get('run 1')!;
    expect([offer.step, offer.unwritten?.losses]).toEqual([1, [loss(1)]]);
    page.memory.refuses = null;
    page.script = endless();
    void page.flow.goOn(offer.record);
    await rest();
    expect(page.requests[1]?.unfinished?.state).toEqual(stateAt(1));
  });

  it('where another tab trains, is as it was', async () => {
    const page = flowInNode(endless());
    const record = await pausedRun(page);
    page.parts.asOnlyTrainer = () => Promise.reject(errorOf('busy'));
    await page.flow.goOn(record);
    expect(page.run()).toEqual({ state: 'failed', error: errorOf('busy').info });
    expect(page.memory.offers.has('run 1')).toBe(true);
    expect(page.requests).toHaveLength(1);
  });

  it('where its class images are gone, stays on offer', async () => {
    const page = flowInNode(endless());
    const record = await pausedRun(page);
    page.parts.classImages = () => Promise.reject(errorOf('no-images'));
    await page.flow.goOn(record);
    expect(page.run()).toMatchObject({ state: 'failed', error: { code: 'no-images' } });
    expect(page.memory.offers.has('run 1')).toBe(true);
  });
});
