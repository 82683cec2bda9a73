/** A run's way from its settings to the library, and what is seen and kept of it while it runs. */
import { describe, expect, it, vi } from 'vitest';
import { INVERSION_DEFAULTS } from '../../../src/features/training/form/trainDefaults.ts';
import { rest, withFakeTimers } from '../fakeTimers.ts';
import {
  begin,
  checkpointAt,
  endless,
  errorOf,
  evaluationAt,
  flowInNode,
  image,
  loss,
  model,
  picture,
  resultOf,
  type Script,
  sampleAt,
  settings,
  stepTaken,
  wholeRun,
} from './trainingInNode.ts';

// The page is shown progress at its own pace: time passes when a test says so.
withFakeTimers();

describe('a whole run', () => {
  it('ends as an adapter in the library, with all that is known of how it came to be', async () => {
    const page = flowInNode(wholeRun);
    await page.flow.start(settings);
    expect(page.requests).toEqual([
      {
        id: 'run 1',
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
      origin: {
        kind: 'trained',
        settings,
        losses,
        evaluations,
        stepsDone: 4,
        images: 1,
        dataset: { id: 'linen', name: 'Linen' },
        stopped: false,
        seconds: 10,
      },
    };
    expect(page.library).toEqual([item]);
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
    expect(page.memory.checkpoints.get('run 1')?.step).toBe(2);
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
    expect(page.library[0]?.origin).toMatchObject({ stepsDone: 1, stopped: true });
  });

  it('without an image has no picture for the library', async () => {
    const page = flowInNode(wholeRun, { images: async () => [] });
    await page.flow.start(settings);
    expect(page.library[0]).not.toHaveProperty('thumbnail');
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

  it('a class image that is still becoming a file is shown before the run ends', async () => {
    const drawn = { phase: 'class-images', done: 1, total: 2, secondsLeft: 1, picture } as const;
    const page = flowInNode(endless(drawn), {
      encodePng: () => new Promise((resolve) => setTimeout(() => resolve(new ArrayBuffer(5)), 3_000)),
    });
    const done = page.flow.start(settings);
    await rest();
    page.flow.stop();
    await vi.advanceTimersByTimeAsync(2_999);
    expect(page.run().state).toBe('running');
    await vi.advanceTimersByTimeAsync(1);
    await done;
    expect(page.run()).toMatchObject({ state: 'ended', stepsDone: 0 });
    expect(page.state().classImages.images).toHaveLength(1);
  });

  it('a checkpoint counts the time of all sessions up to it', async () => {
    const page = flowInNode(endless());
    const afterTime =
      (milliseconds: number, step: number): Script =>
      async (hear) => {
        hear(begin);
        page.time += milliseconds;
        hear(stepTaken(step));
        hear(checkpointAt(step));
        throw errorOf('device-lost');
      };
    page.script = afterTime(8_000, 1);
    await page.flow.start(settings);
    expect(page.memory.checkpoints.get('run 1')?.seconds).toBe(8);
    page.time += 3_600_000;
    page.script = afterTime(5_000, 2);
    await page.flow.goOn(page.memory.offers.get('run 1')!.record);
    expect(page.memory.checkpoints.get('run 1')).toMatchObject({ seconds: 13, losses: [loss(1), loss(2)] });
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
    expect(page.library).toHaveLength(1);
  });
});
