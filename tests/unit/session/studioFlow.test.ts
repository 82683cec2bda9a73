/** Models opened, switched and lost, and the jobs that stand in line for them. */
import { describe, expect, it, vi } from 'vitest';
import type { DeviceChoice } from '../../../src/contract/device.ts';
import { StudioError } from '../../../src/contract/errors.ts';
import type { ModelInfo, OpenProgress } from '../../../src/contract/studioWorker.ts';
import { cancelled, isCancelled } from '../../../src/kit/worker/outcome.ts';
import { type ModelChoice, STARTER } from '../../../src/session/modelChoice.ts';
import { StudioFlow, type StudioTools } from '../../../src/session/studioFlow.ts';
import { reduceStudio } from '../../../src/session/studioReducer.ts';
import { STUDIO_AT_FIRST, type StudioState } from '../../../src/session/studioState.ts';
import { rest, withFakeTimers } from '../fakeTimers.ts';
import { frozen, latch, MODEL } from '../jobInNode.ts';

const OTHER: ModelChoice = { ref: { kind: 'stored', id: 'sd15' }, name: 'Stable Diffusion' };
const THIRD: ModelChoice = { ref: { kind: 'stored', id: 'small' }, name: 'Small' };
const damaged = new StudioError({ code: 'model-damaged', message: 'It is torn.', advice: 'Fetch it again.' });
const noDevice = new StudioError({ code: 'device-unavailable', message: 'No GPU.', advice: 'Try the processor.' });
const crash = new StudioError({ code: 'internal', message: 'The worker stopped.', advice: 'Try again.' });
const opened = ({ ref, name }: ModelChoice): ModelInfo => ({ ...MODEL, ref, name });

const noWasm = new StudioError({ code: 'internal', message: 'No wasm came.', advice: 'Try again.' });

const never = () => new Promise<never>(() => undefined);

withFakeTimers();

/** A studio whose worker opens what a test lets it. @param before what was chosen when the page was last open */
function studio(before: { choice: ModelChoice; ended: boolean } = { choice: STARTER, ended: false }) {
  let state = frozen<StudioState>(STUDIO_AT_FIRST);
  const opens: [device: DeviceChoice, name: string][] = [];
  const choices: string[] = [];
  const notices: string[] = [];
  const closes = { count: 0 };
  const worker = {
    /** What happens to an opening of that name. */
    open: async (_name: string, _onProgress: (progress: OpenProgress) => void): Promise<void> => undefined,
    closed: latch<never>(),
  };
  const names = new Map([STARTER, OTHER, THIRD].map((choice) => [JSON.stringify(choice.ref), choice]));
  const tools: StudioTools = {
    state: () => state,
    tell: (event) => {
      state = frozen(reduceStudio(state, event));
    },
    async openModel(device, ref, onProgress) {
      const choice = names.get(JSON.stringify(ref)) ?? STARTER;
      opens.push([device, choice.name]);
      worker.closed = latch<never>();
      await Promise.race([worker.open(choice.name, onProgress), worker.closed.promise]);
      return opened(choice);
    },
    closeStudio: () => {
      closes.count++;
      worker.closed.fail(new StudioError(cancelled()));
    },
    readChoice: () => before,
    writeChoice: ({ name }, moment) => void choices.push(`${name}: ${moment}`),
    notify: (message) => void notices.push(message),
  };
  return { flow: new StudioFlow(tools), state: () => state, opens, choices, notices, closes, worker };
}

describe('opening', () => {
  it('opens the model that was chosen before, once, and notes that it is being opened', async () => {
    const { flow, state, opens, choices } = studio({ choice: OTHER, ended: false });
    const [first, again] = [flow.open('webgpu'), flow.open()];
    expect(again).toBe(first);
    expect(state().opening).toEqual({ state: 'loading', choice: OTHER, progress: null });
    expect(choices).toEqual(['Stable Diffusion: opening']);
    await first;
    expect(opens).toEqual([['webgpu', 'Stable Diffusion']]);
    expect(state().opening).toEqual({ state: 'ready', model: opened(OTHER) });
    expect(choices).toEqual(['Stable Diffusion: opening', 'Stable Diffusion: ended']);
  });

  it('shows how it gets on at a pace that the page can follow, and nothing after its end', async () => {
    const { flow, state, worker } = studio();
    const done = latch();
    const progress = (fraction: number): OpenProgress => ({
      phase: 'download',
      fraction,
      loadedBytes: 0,
      totalBytes: 0,
    });
    worker.open = (_, onProgress) => {
      onProgress(progress(0.1));
      onProgress(progress(0.2));
      onProgress(progress(0.3));
      return done.promise;
    };
    const opening = flow.open();
    expect(state().opening).toMatchObject({ progress: { fraction: 0.1 } });
    await vi.advanceTimersByTimeAsync(100);
    expect(state().opening).toMatchObject({ progress: { fraction: 0.3 } });
    done.open();
    await opening;
    await vi.advanceTimersByTimeAsync(1000);
    expect(state().opening.state).toBe('ready');
  });

  it('opens the starter where the page ended in the middle of opening another, and says so', async () => {
    const { flow, opens, notices } = studio({ choice: OTHER, ended: true });
    await flow.open();
    expect(opens).toEqual([['auto', STARTER.name]]);
    expect(notices).toEqual([
      'The page closed in the middle of opening “Stable Diffusion”; the starter is open instead.',
    ]);
  });

  it('opens the starter where another can’t be opened, and says why', async () => {
    const { flow, state, notices, worker, choices } = studio({ choice: OTHER, ended: false });
    worker.open = async (name) => {
      if (name === OTHER.name) throw damaged;
    };
    await expect(flow.open()).resolves.toEqual(opened(STARTER));
    expect(state().opening).toMatchObject({ state: 'ready', model: { name: STARTER.name } });
    expect(notices).toEqual(['“Stable Diffusion” could not be opened: It is torn. The starter is open instead.']);
    expect(choices.at(-1)).toBe('the starter: ended');
  });

  it('that takes too long can be abandoned: then it is the starter, without a word', async () => {
    const { flow, state, notices, worker } = studio({ choice: OTHER, ended: false });
    worker.open = (name) => (name === OTHER.name ? never() : Promise.resolve());
    const opening = flow.open();
    flow.abandonOpening();
    await expect(opening).resolves.toEqual(opened(STARTER));
    expect(notices).toEqual([]);
    flow.abandonOpening();
    await rest();
    expect(state().opening.state).toBe('ready');
  });

  it.each([
    ['no device', OTHER, noDevice],
    ['no starter', STARTER, damaged],
  ])('fails where there is %s, and tries again when it is asked to', async (_, choice, error) => {
    const { flow, state, opens, worker } = studio({ choice, ended: false });
    worker.open = () => Promise.reject(error);
    await expect(flow.open()).rejects.toBe(error);
    expect(opens).toHaveLength(1);
    expect(state().opening).toEqual({ state: 'failed', error: error.info });
    worker.open = async () => undefined;
    await flow.open();
    expect(state().opening).toMatchObject({ state: 'ready', model: { name: choice.name } });
  });

  it('fails with the starter’s error where neither opens', async () => {
    const { flow, state, opens, worker } = studio({ choice: OTHER, ended: false });
    const other = new StudioError({ ...damaged.info, message: 'The starter is torn.' });
    worker.open = (name) => Promise.reject(name === OTHER.name ? damaged : other);
    await expect(flow.open()).rejects.toBe(other);
    expect(opens.map(([, name]) => name)).toEqual([OTHER.name, STARTER.name]);
    expect(state().opening).toEqual({ state: 'failed', error: other.info });
  });

  it('that failed is tried again with a new worker, as often as it is asked for', async () => {
    const { flow, worker, opens, state, closes } = studio();
    worker.open = () => Promise.reject(noWasm);
    for (let tries = 1; tries <= 3; tries++) {
      await expect(flow.open()).rejects.toBe(noWasm);
      expect(state().opening).toMatchObject({ state: 'failed', error: noWasm.info });
      // A runtime that failed to load stays failed in its worker.
      expect(closes.count).toBe(tries);
    }
    worker.open = async () => undefined;
    await expect(flow.open()).resolves.toMatchObject({ name: STARTER.name });
    expect(opens).toHaveLength(4);
    expect(state().opening.state).toBe('ready');
  });

  it('of a second model that failed is tried again by choosing it again, with a new worker', async () => {
    const { flow, worker, state, closes } = studio();
    await flow.open();
    worker.open = async (name) => {
      if (name === OTHER.name) throw damaged;
    };
    await flow.switchModel(OTHER);
    expect(state().opening).toMatchObject({ state: 'ready', model: { name: STARTER.name } });
    expect(closes.count).toBe(1);
    worker.open = async () => undefined;
    await flow.switchModel(OTHER);
    expect(state().opening).toMatchObject({ state: 'ready', model: { name: OTHER.name } });
    expect(closes.count).toBe(1);
  });

  it('is noted as ended when the page is left on purpose in the middle of it', () => {
    const { flow, choices, worker } = studio({ choice: OTHER, ended: false });
    flow.leave();
    expect(choices).toEqual([]);
    worker.open = never;
    void flow.open();
    flow.leave();
    expect(choices).toEqual(['Stable Diffusion: opening', 'Stable Diffusion: ended']);
  });
});

describe('jobs', () => {
  it('run one at a time in the order they were asked for, each with the open model', async () => {
    const { flow, state } = studio();
    const first = latch();
    const ran: string[] = [];
    const one = flow.startJob('One', true, async ({ model }) => {
      ran.push(`one with ${model.name}`);
      await first.promise;
      return 1;
    });
    const two = flow.startJob('Two', false, async () => void ran.push('two'));
    const three = flow.startJob('Three', false, async () => void ran.push('three'));
    await rest();
    expect(state()).toMatchObject({ job: { title: 'One', precious: true, fraction: null }, waiting: 2 });
    expect(ran).toEqual(['one with the starter']);
    first.open();
    await expect(one.result).resolves.toBe(1);
    await Promise.all([two.result, three.result]);
    await rest();
    expect(ran).toEqual(['one with the starter', 'two', 'three']);
    expect(state()).toMatchObject({ job: null, waiting: 0 });
  });

  it('wait for the model that is being opened', async () => {
    const { flow, worker, opens } = studio();
    const model = latch();
    worker.open = () => model.promise;
    let ran = false;
    const opening = flow.open();
    const job = flow.startJob('One', false, async () => {
      ran = true;
    });
    await rest();
    expect(ran).toBe(false);
    model.open();
    await Promise.all([opening, job.result]);
    expect(opens).toHaveLength(1);
  });

  it('leave how they ended', async () => {
    const { flow, state } = studio();
    const ending = async (title: string, work: () => Promise<unknown>) => {
      await flow.startJob(title, false, work).result.catch(() => undefined);
      return state().lastJob;
    };
    expect(await ending('One', async () => 1)).toEqual({ title: 'One', end: 'done' });
    expect(await ending('Two', () => Promise.reject(damaged))).toEqual({ title: 'Two', end: 'failed' });
    const long = latch();
    const { result, cancel } = flow.startJob('Three', false, async ({ signal }) => {
      await long.promise;
      if (signal.aborted) throw new StudioError(cancelled());
    });
    await rest();
    cancel();
    long.open();
    await result.catch(() => undefined);
    expect(state().lastJob).toEqual({ title: 'Three', end: 'cancelled' });
  });

  it('that fail don’t keep the next from running', async () => {
    const { flow, state } = studio();
    const failed = flow.startJob('One', false, () => Promise.reject(damaged));
    const next = flow.startJob('Two', false, async () => 'fine');
    await expect(failed.result).rejects.toBe(damaged);
    await expect(next.result).resolves.toBe('fine');
    await rest();
    expect(state()).toMatchObject({ job: null, waiting: 0, opening: { state: 'ready' } });
  });

  it('that find no model fail, and the next one tries to open it again', async () => {
    const { flow, worker, opens } = studio();
    worker.open = () => Promise.reject(noDevice);
    const first = flow.startJob('One', false, async () => 1);
    await expect(first.result).rejects.toBe(noDevice);
    worker.open = async () => undefined;
    await expect(flow.startJob('Two', false, async () => 2).result).resolves.toBe(2);
    expect(opens).toHaveLength(2);
  });

  it('cancelled while they wait leave the line at once and never start', async () => {
    const { flow, state } = studio();
    const first = latch();
    const started: string[] = [];
    const one = flow.startJob('One', false, () => first.promise);
    const two = flow.startJob('Two', false, async () => void started.push('two'));
    const three = flow.startJob('Three', false, async () => void started.push('three'));
    await rest();
    two.cancel();
    expect(isCancelled(await two.result.catch((error: unknown) => error))).toBe(true);
    await rest();
    expect(state()).toMatchObject({ job: { title: 'One' }, waiting: 1 });
    first.open();
    await Promise.all([one.result, three.result]);
    expect(started).toEqual(['three']);
  });

  it('cancelled while they run hear of it by their signal, from the status line too', async () => {
    const { flow, state } = studio();
    const job = flow.startJob('One', false, ({ signal }) => {
      const ended = latch<never>();
      signal.addEventListener('abort', () => ended.fail(new StudioError(cancelled())));
      return ended.promise;
    });
    await rest();
    state().job?.cancel();
    await expect(job.result).rejects.toMatchObject({ info: cancelled() });
    await rest();
    expect(state().job).toBeNull();
  });

  it('show how they get on at a pace that the page can follow, and nothing of it in the next one', async () => {
    const { flow, state } = studio();
    const [first, second] = [latch(), latch()];
    const one = flow.startJob('One', false, async ({ report }) => {
      report(0.1, 9);
      report(0.2, 8);
      report(0.3, 7);
      await first.promise;
      report(0.9, 1);
    });
    const two = flow.startJob('Two', false, () => second.promise);
    await rest();
    expect(state().job).toMatchObject({ fraction: 0.1, secondsLeft: 9 });
    await vi.advanceTimersByTimeAsync(249);
    expect(state().job).toMatchObject({ fraction: 0.1 });
    await vi.advanceTimersByTimeAsync(1);
    expect(state().job).toMatchObject({ fraction: 0.3, secondsLeft: 7 });
    first.open();
    await one.result;
    await vi.advanceTimersByTimeAsync(1000);
    expect(state().job).toMatchObject({ title: 'Two', fraction: null, secondsLeft: null });
    second.open();
    await two.result;
  });
});

describe('a worker that dies', () => {
  it('takes the model with it; the next job opens it anew', async () => {
    const { flow, state, opens } = studio({ choice: OTHER, ended: false });
    await flow.open();
    const broken = flow.startJob('One', false, async () => {
      flow.crashed(crash);
      throw crash;
    });
    await expect(broken.result).rejects.toBe(crash);
    expect(state().opening).toEqual({ state: 'failed', error: crash.info });
    await expect(flow.startJob('Two', false, async ({ model }) => model.name).result).resolves.toBe(OTHER.name);
    expect(opens.map(([, name]) => name)).toEqual([OTHER.name, OTHER.name]);
  });

  it('while it opens a model leaves the starter to be opened', async () => {
    const { flow, state, worker } = studio({ choice: OTHER, ended: false });
    worker.open = async (name) => {
      if (name === STARTER.name) return;
      flow.crashed(crash);
      throw crash;
    };
    await expect(flow.open()).resolves.toEqual(opened(STARTER));
    expect(state().opening.state).toBe('ready');
  });
});

describe('another model', () => {
  it('is opened when the jobs before it are done, and is there for those behind it', async () => {
    const { flow, state, opens } = studio();
    const first = latch();
    const before = flow.startJob('One', false, ({ model }) => first.promise.then(() => model.name));
    const switched = flow.switchModel(OTHER);
    const after = flow.startJob('Two', false, async ({ model }) => model.name);
    await rest();
    expect(state()).toMatchObject({ next: OTHER, opening: { model: { name: STARTER.name } }, waiting: 2 });
    first.open();
    await expect(before.result).resolves.toBe(STARTER.name);
    await switched;
    await expect(after.result).resolves.toBe(OTHER.name);
    expect(state()).toMatchObject({ next: null, opening: { model: { name: OTHER.name } } });
    expect(opens.map(([, name]) => name)).toEqual([STARTER.name, OTHER.name]);
  });

  it('still waits while one that was chosen before it is opened', async () => {
    const { flow, state, worker } = studio();
    await flow.open();
    const opening = latch();
    worker.open = (name) => (name === OTHER.name ? opening.promise : Promise.resolve());
    const both = [flow.switchModel(OTHER), flow.switchModel(THIRD)];
    await rest();
    expect(state()).toMatchObject({ next: THIRD, opening: { state: 'loading', choice: OTHER } });
    opening.open();
    await Promise.all(both);
    expect(state()).toMatchObject({ next: null, opening: { model: { name: THIRD.name } } });
  });

  it('that can’t be opened leaves the starter, and keeps no job from running', async () => {
    const { flow, worker, notices } = studio();
    worker.open = async (name) => {
      if (name === OTHER.name) throw damaged;
    };
    await flow.switchModel(OTHER);
    expect(notices).toHaveLength(1);
    await expect(flow.startJob('One', false, async ({ model }) => model.name).result).resolves.toBe(STARTER.name);
  });
});
