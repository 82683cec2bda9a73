/** The link to a worker: an outcome's error is thrown, a crash reaches who waits, and the next call starts afresh. */

import * as Comlink from 'comlink';
import { describe, expect, it, vi } from 'vitest';
import type { Outcome } from '../../../src/contract/errors.ts';
import { StudioError } from '../../../src/contract/errors.ts';
import { asIs } from '../../../src/contract/message.ts';
import { cancelled } from '../../../src/kit/worker/outcome.ts';
import { WorkerLink } from '../../../src/kit/worker/WorkerLink.ts';

interface Echo {
  say(text: string): Promise<Outcome<string>>;
  hang(): Promise<Outcome<null>>;
  /** Imports something that is not there just now. */
  load(): Promise<Outcome<null>>;
}

const info = { code: 'bad-setting', message: 'No.', advice: 'Say something.' } as const;

const unloaded = { code: 'part-missing', message: 'A part is missing.', advice: 'Try again.' } as const;

/** One end of a channel in place of a worker, with the implementation at the other end. */
class FakeWorker extends EventTarget {
  readonly #channel = new MessageChannel();
  terminated = false;

  constructor() {
    super();
    const echo: Echo = {
      say: async (text) => (text === '' ? { ok: false, error: info } : { ok: true, value: text }),
      hang: () => new Promise(() => undefined),
      load: async () => ({ ok: false, error: unloaded }),
    };
    Comlink.expose(echo, this.#channel.port2 as unknown as Comlink.Endpoint);
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

function linkToFakes() {
  const workers: FakeWorker[] = [];
  const link = new WorkerLink<Echo>(asIs('echo'), () => {
    const worker = new FakeWorker();
    workers.push(worker);
    return worker as unknown as Worker;
  });
  return { link, workers };
}

describe('WorkerLink', () => {
  it('starts the worker at the first call and keeps it', async () => {
    const { link, workers } = linkToFakes();
    expect(workers).toHaveLength(0);
    await expect(link.call((remote) => remote.say('one'))).resolves.toBe('one');
    await expect(link.call((remote) => remote.say('two'))).resolves.toBe('two');
    expect(workers).toHaveLength(1);
    link.close(new StudioError(cancelled()));
  });

  it('throws an error as a StudioError that keeps its code and advice', async () => {
    const { link } = linkToFakes();
    const error = await link.call((remote) => remote.say('')).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(StudioError);
    expect((error as StudioError).info).toEqual(info);
    link.close(new StudioError(cancelled()));
  });

  it('tells waiting calls and listeners of a crash, and starts a new worker for the next call', async () => {
    const { link, workers } = linkToFakes();
    const heard: StudioError[] = [];
    link.onCrash((error) => heard.push(error));
    const hanging = link.call((remote) => remote.hang());
    workers[0]?.dispatchEvent(new Event('error', { cancelable: true }));
    await expect(hanging).rejects.toThrow('The echo stopped unexpectedly.');
    expect(heard).toHaveLength(1);
    expect(workers[0]?.terminated).toBe(true);
    await expect(link.call((remote) => remote.say('again'))).resolves.toBe('again');
    expect(workers).toHaveLength(2);
    link.close(new StudioError(cancelled()));
  });

  it('ends a worker that could not load a part of itself, and tries again with a new one', async () => {
    const { link, workers } = linkToFakes();
    const heard: StudioError[] = [];
    link.onCrash((error) => heard.push(error));
    await expect(link.call((remote) => remote.load())).rejects.toMatchObject({ info: unloaded });
    expect(workers[0]?.terminated).toBe(true);
    expect(heard).toHaveLength(1);
    await expect(link.call((remote) => remote.say('again'))).resolves.toBe('again');
    expect(workers).toHaveLength(2);
    link.close(new StudioError(cancelled()));
  });

  it('rejects waiting calls with the reason it is closed for, which is no crash', async () => {
    const { link } = linkToFakes();
    const heard: StudioError[] = [];
    link.onCrash((error) => heard.push(error));
    const hanging = link.call((remote) => remote.hang());
    link.close(new StudioError(cancelled()));
    await expect(hanging).rejects.toMatchObject({ info: cancelled() });
    expect(heard).toHaveLength(0);
  });
});

describe('a cancel', () => {
  const until = (link: ReturnType<typeof linkToFakes>['link'], signal: AbortSignal) =>
    link.callUntil(
      signal,
      (remote) => remote.hang(),
      async (remote) => void (await remote.say('cancel')),
    );

  it('that is not answered in five seconds ends the worker; the next call gets a new one', async () => {
    vi.useFakeTimers();
    try {
      const { link, workers } = linkToFakes();
      const heard: string[] = [];
      link.onCrash(({ info: { message } }) => heard.push(message));
      const controller = new AbortController();
      const hanging = until(link, controller.signal).catch((error: unknown) => error);
      await vi.advanceTimersByTimeAsync(60_000);
      controller.abort();
      await vi.advanceTimersByTimeAsync(4_900);
      expect(workers[0]?.terminated).toBe(false);
      await vi.advanceTimersByTimeAsync(200);
      expect(await hanging).toMatchObject({ info: cancelled() });
      expect(heard).toEqual(['The echo did not answer the cancel, and was ended.']);
      expect(workers[0]?.terminated).toBe(true);
      vi.useRealTimers();
      await expect(link.call((remote) => remote.say('again'))).resolves.toBe('again');
      expect(workers).toHaveLength(2);
      link.close(new StudioError(cancelled()));
    } finally {
      vi.useRealTimers();
    }
  });

  it('that is answered leaves the worker alone, and so does what ends before', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    try {
      const { link, workers } = linkToFakes();
      const controller = new AbortController();
      const said = link.callUntil(
        controller.signal,
        (remote) => remote.say('done'),
        async () => undefined,
      );
      controller.abort();
      await expect(said).resolves.toBe('done');
      await vi.advanceTimersByTimeAsync(10_000);
      expect(workers[0]?.terminated).toBe(false);
      link.close(new StudioError(cancelled()));
    } finally {
      vi.useRealTimers();
    }
  });
});

it('a worker that ends without a word is noticed by the lock that it held', async () => {
  const waiting = new Map<string, () => void>();
  vi.stubGlobal('navigator', {
    locks: {
      request: (name: string, { signal }: { signal: AbortSignal }, granted: () => void) =>
        new Promise<void>((resolve, reject) => {
          waiting.set(name, () => resolve(granted()));
          signal.addEventListener('abort', () => reject(new DOMException('', 'AbortError')));
        }),
    },
  });
  try {
    const { link, workers } = linkToFakes();
    const hanging = link.call((remote) => remote.hang());
    workers[0]?.dispatchEvent(new MessageEvent('message', { data: { alive: 'its lock' } }));
    waiting.get('its lock')?.();
    await expect(hanging).rejects.toThrow('The echo ended without a word');
    await expect(link.call((remote) => remote.say('again'))).resolves.toBe('again');
    // The lock of a worker that is gone anyhow says nothing of the one that took its place.
    waiting.get('its lock')?.();
    await expect(link.call((remote) => remote.say('still'))).resolves.toBe('still');
    expect(workers).toHaveLength(2);
    link.close(new StudioError(cancelled()));
  } finally {
    vi.unstubAllGlobals();
  }
});
