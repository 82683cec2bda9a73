/** Every way in which a run ends before its last step, and how it goes on. */
import { describe, expect, it } from 'vitest';
import { StudioError } from '../../../src/contract/errors.ts';
import { INVERSION_DEFAULTS } from '../../../src/features/training/form/trainDefaults.ts';
import { runText } from '../../../src/features/training/run/runText.ts';
import { rest, withFakeTimers } from '../fakeTimers.ts';
import {
  begin,
  checkpointAt,
  endless,
  errorOf,
  evaluationAt,
  flowInNode,
  identity,
  loss,
  pausedRun,
  resultOf,
  sampleAt,
  settings,
  stateAt,
  stepTaken,
  wholeRun,
} from './trainingInNode.ts';

// The page is shown progress at its own pace: time passes when a test says so.
withFakeTimers();

describe('stopped by its person', () => {
  it('keeps what was learnt up to then', async () => {
    const page = flowInNode(endless(stepTaken(1), stepTaken(2)));
    const done = page.flow.start(settings);
    await rest();
    page.flow.stop();
    await done;
    expect(page.run()).toMatchObject({ state: 'ended', stopped: true, stepsDone: 2 });
    expect(page.library[0]?.origin).toMatchObject({ stepsDone: 2, stopped: true, losses: [loss(1), loss(2)] });
  });

  it('before its first step leaves nothing', async () => {
    const page = flowInNode(endless({ phase: 'prepare', done: 1, total: 2, secondsLeft: null }));
    const done = page.flow.start(settings);
    await rest();
    page.flow.stop();
    await done;
    expect(page.run()).toMatchObject({ state: 'ended', stopped: true, stepsDone: 0, outcome: null });
    expect(page.library).toEqual([]);
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
    expect(page.run()).toEqual({ state: 'cancelled', offered: true });
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
    expect(page.library).toEqual([]);
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

describe('cancelled in the status line', () => {
  it('is paused where it stood, and loses nothing', async () => {
    const page = flowInNode(endless(stepTaken(1), sampleAt(1), checkpointAt(1), stepTaken(2), checkpointAt(2)));
    const done = page.flow.start(settings);
    await rest();
    page.statusCancel();
    await done;
    expect(page.run()).toEqual({ state: 'paused', id: 'run 1', step: 2, steps: 4 });
    expect(page.memory.offers.get('run 1')).toMatchObject({ step: 2 });
    expect(page.memory.samples.size).toBe(1);
    expect(page.memory.log).not.toContain('forgotten');
  });

  it('while it hangs, and cancelled once more, is offered from its last checkpoint', async () => {
    const page = flowInNode(async (hear, _, { cancelled }) => {
      for (const event of [begin, stepTaken(1), sampleAt(1), checkpointAt(1), stepTaken(2)]) hear(event);
      return cancelled;
    });
    const done = page.flow.start(settings);
    await rest();
    page.statusCancel();
    await rest();
    expect(page.run().state).toBe('running');
    page.statusCancel();
    await done;
    expect(page.run()).toEqual({ state: 'cancelled', offered: true });
    expect(runText(page.run())).toBe('Training cancelled; you can go on with it');
    expect(page.memory.offers.get('run 1')).toMatchObject({ step: 1 });
    expect(page.memory.samples.size).toBe(1);
  });

  it('while it waits for its turn stays on offer', async () => {
    const page = flowInNode(endless());
    const record = await pausedRun(page);
    void page.queue.run(() => new Promise(() => undefined), new AbortController().signal);
    const done = page.flow.goOn(record);
    page.statusCancel();
    await done;
    expect(page.run()).toEqual({ state: 'cancelled', offered: true });
    expect(page.memory.offers.has(record.id)).toBe(true);
    expect(page.memory.checkpoints.size).toBe(1);
  });

  it('before it has begun to learn ends at once; what it goes on from stays', async () => {
    const page = flowInNode(endless());
    const record = await pausedRun(page);
    page.script = async (_hear, _request, { cancelled }) => cancelled;
    const done = page.flow.goOn(record);
    await rest();
    page.statusCancel();
    await done;
    expect(page.run()).toEqual({ state: 'cancelled', offered: true });
    expect(page.memory.offers.get(record.id)).toMatchObject({ step: 2 });
    expect(page.memory.checkpoints.size).toBe(1);
  });

  it('before there is anything to keep leaves nothing, and says so', async () => {
    const page = flowInNode(async (_hear, _request, { cancelled }) => cancelled);
    const done = page.flow.start(settings);
    await rest();
    page.statusCancel();
    await done;
    expect(page.run()).toEqual({ state: 'cancelled' });
    expect(runText(page.run())).toBe('Training cancelled; nothing was kept');
    expect(page.memory.runs.size).toBe(0);
  });
});

describe('astray', () => {
  it('is offered from its last good checkpoint, with what to change', async () => {
    const page = flowInNode(async (hear) => {
      for (const event of [begin, stepTaken(1), checkpointAt(1), stepTaken(2)]) hear(event);
      throw errorOf('diverged');
    });
    await page.flow.start(settings);
    expect(page.run()).toMatchObject({ state: 'failed', error: { code: 'diverged' } });
    expect(page.memory.offers.get('run 1')).toMatchObject({ step: 1 });
    expect(page.library).toEqual([]);
  });
});

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
      expect(request.unfinished).toEqual({ identity, checkpoint: { step: 2, state: null } });
      expect(page.state().losses.map(({ step }) => step)).toEqual([1, 2]);
      expect(page.state().samples.map(({ step }) => step)).toEqual([2]);
      hear(begin);
      for (const step of [3, 4]) hear(stepTaken(step));
      return resultOf(4);
    };
    await page.flow.goOn(record);
    expect(page.filled).toEqual([settings]);
    expect(page.run()).toMatchObject({ state: 'ended', seconds: 30 });
    expect(page.library).toHaveLength(1);
    expect(page.library[0]).toMatchObject({
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
    expect(page.run()).toEqual({ state: 'failed', id: 'run 1', error: errorOf('device-lost').info });
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
    expect(page.requests[1]).toMatchObject({ settings: less, unfinished: { checkpoint: { step: 1 } } });
    expect(page.run().state).toBe('ended');
  });

  it('goes on as it was where another run ran out of memory', async () => {
    const page = flowInNode(endless());
    const record = await pausedRun(page);
    page.script = async () => {
      throw new StudioError({ ...errorOf('out-of-memory').info, proposal: { change: { segments: 8 }, bytes: 1e9 } });
    };
    await page.flow.start(settings);
    page.script = endless();
    void page.flow.goOn(record);
    await rest();
    expect(page.requests.at(-1)).toMatchObject({ id: 'run 1', settings });
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
      hear({ ...checkpointAt(1), unkept: { state: stateAt(1), error: errorOf('storage-full').info } });
      throw errorOf('device-lost');
    });
    await page.flow.start(settings);
    const offer = page.memory.offers.get('run 1')!;
    expect([offer.step, offer.unwritten?.losses]).toEqual([1, [loss(1)]]);
    page.memory.refuses = null;
    page.script = endless();
    void page.flow.goOn(offer.record);
    await rest();
    expect(page.requests[1]?.unfinished?.checkpoint).toEqual({ step: 1, state: stateAt(1) });
  });

  it('where another tab trains, is as it was', async () => {
    const page = flowInNode(endless());
    const record = await pausedRun(page);
    page.parts.asOnlyTrainer = () => Promise.reject(errorOf('busy'));
    await page.flow.goOn(record);
    expect(page.run()).toEqual({ state: 'failed', id: 'run 1', error: errorOf('busy').info });
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
