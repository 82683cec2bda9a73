/** The model's worker as the stores see it: cancelled jobs, and a device that is of no more use. */
import * as Comlink from 'comlink';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { ErrorInfo, Outcome, StudioError } from '../../../src/contract/errors.ts';
import type { DrawRequest, DrawResult } from '../../../src/contract/studioWorker.ts';
import { CREATE_DEFAULTS } from '../../../src/features/drawing/settings/drawingDefaults.ts';
import { cancelled } from '../../../src/kit/worker/outcome.ts';
import { closeStudio, countTokens, draw, onStudioCrash, pauseTraining } from '../../../src/session/studioClient.ts';

const request: DrawRequest = { settings: CREATE_DEFAULTS, adapters: [] };
const idle = new AbortController().signal;

/** A channel in place of a worker; at its other end what a test needs of the studio. */
class FakeWorker extends EventTarget {
  static readonly all: FakeWorker[] = [];
  readonly #channel = new MessageChannel();
  readonly told: string[] = [];
  terminated = false;
  end: (outcome: Outcome<DrawResult>) => void = () => undefined;

  constructor() {
    super();
    FakeWorker.all.push(this);
    const studio = {
      draw: () =>
        new Promise<Outcome<DrawResult>>((resolve) => {
          this.end = resolve;
          this.told.push('draw');
        }),
      countTokens: async (text: string) => ({ ok: true, value: text.length }),
      cancel: () => {
        this.told.push('cancel');
        this.end({ ok: false, error: cancelled() });
      },
      pause: () => void this.told.push('pause'),
    };
    Comlink.expose(studio, this.#channel.port2 as unknown as Comlink.Endpoint);
    this.#channel.port1.addEventListener('message', (event) =>
      this.dispatchEvent(new MessageEvent('message', { data: (event as MessageEvent).data })),
    );
    this.#channel.port1.start();
  }

  postMessage(message: unknown, transfer: Transferable[]): void {
    this.#channel.port1.postMessage(message, transfer as never);
  }

  terminate(): void {
    this.terminated = true;
    this.#channel.port1.close();
  }
}

const worker = (index: number): FakeWorker => {
  const found = FakeWorker.all[index];
  if (!found) throw new Error(`There is no worker ${index}.`);
  return found;
};
const told = (index: number, what: string) => vi.waitFor(() => expect(worker(index).told).toContain(what));

const heard: StudioError[] = [];
onStudioCrash((error) => heard.push(error));

beforeEach(() => {
  vi.stubGlobal('Worker', FakeWorker);
  FakeWorker.all.length = 0;
  heard.length = 0;
});
afterEach(() => {
  closeStudio();
  vi.unstubAllGlobals();
});

it('tells the worker of a job that is cancelled, and the worker stays', async () => {
  const controller = new AbortController();
  const drawn = draw(request, () => undefined, controller.signal);
  await told(0, 'draw');
  controller.abort();
  await expect(drawn).rejects.toMatchObject({ info: cancelled() });
  expect(worker(0).told).toEqual(['draw', 'cancel']);
  await expect(countTokens('four')).resolves.toBe(4);
  expect(FakeWorker.all).toHaveLength(1);
  expect(heard).toEqual([]);
});

it('asks nothing of the worker for a job that was cancelled before', async () => {
  await expect(draw(request, () => undefined, AbortSignal.abort())).rejects.toMatchObject({ info: cancelled() });
  expect(FakeWorker.all).toHaveLength(0);
});

it.each(['device-lost', 'out-of-memory'] as const)(
  'ends the worker after %s: the next call starts another',
  async (code) => {
    const error: ErrorInfo = { code, message: 'It is gone.', advice: 'Try again.' };
    const drawn = draw(request, () => undefined, idle);
    await told(0, 'draw');
    worker(0).end({ ok: false, error });
    await expect(drawn).rejects.toMatchObject({ info: error });
    expect(worker(0).terminated).toBe(true);
    expect(heard.map(({ info }) => info)).toEqual([error]);
    await expect(countTokens('two')).resolves.toBe(3);
    expect(FakeWorker.all).toHaveLength(2);
  },
);

it('keeps the worker after an error that leaves the device whole', async () => {
  const drawn = draw(request, () => undefined, idle);
  await told(0, 'draw');
  worker(0).end({ ok: false, error: { code: 'bad-setting', message: 'No.', advice: 'Choose another.' } });
  await expect(drawn).rejects.toThrow('No.');
  expect(worker(0).terminated).toBe(false);
  expect(heard).toEqual([]);
});

it('ends a job with its worker when it crashes', async () => {
  const drawn = draw(request, () => undefined, idle);
  await told(0, 'draw');
  worker(0).dispatchEvent(new Event('error', { cancelable: true }));
  await expect(drawn).rejects.toThrow('The model’s worker stopped unexpectedly.');
  expect(heard).toHaveLength(1);
});

it('pauses what runs in a worker, and starts none for it', async () => {
  pauseTraining();
  expect(FakeWorker.all).toHaveLength(0);
  await countTokens('a');
  pauseTraining();
  await told(0, 'pause');
});
