/** The worker's line of one: refused while another runs, ended from outside, and the page's callback released. */

import { CancelledError } from '@weft/engine';
import * as Comlink from 'comlink';
import { describe, expect, it } from 'vitest';
import { studioError } from '../../../src/contract/errors.ts';
import { OneJob } from '../../../workers/studio/oneJob.ts';
import type { RunningJob } from '../../../workers/studio/runningJob.ts';
import { latch } from '../jobInNode.ts';

const unguarded = <T>(work: Promise<T>) => work;

/** A callback as Comlink hands it over, which counts how often it was released. */
function callback() {
  const proxy = Object.assign(() => undefined, {
    released: 0,
    [Comlink.releaseProxy]: () => {
      proxy.released += 1;
    },
  });
  return proxy;
}

describe('OneJob', () => {
  it('refuses a second job while one runs, and takes the next when it is done', async () => {
    const jobs = new OneJob();
    const first = latch();
    const running = jobs.run(callback(), () => first.promise, unguarded);
    await expect(jobs.run(callback(), async () => 2, unguarded)).resolves.toMatchObject({
      ok: false,
      error: { code: 'busy', message: 'Another job is running.' },
    });
    first.open();
    await expect(running).resolves.toMatchObject({ ok: true });
    await expect(jobs.run(callback(), async () => 3, unguarded)).resolves.toEqual({ ok: true, value: 3 });
  });

  it.each<[string, () => Promise<number>, boolean]>([
    ['done', async () => 1, true],
    ['broken', () => Promise.reject(new Error('bolt')), false],
  ])('releases the page’s callback and is free again when it is %s', async (_, work, ok) => {
    const jobs = new OneJob();
    const told = callback();
    await expect(jobs.run(told, work, unguarded)).resolves.toMatchObject({ ok });
    expect(told.released).toBe(1);
    expect(jobs.running).toBeNull();
  });

  it('hands the running job out to be stopped, paused and cancelled', async () => {
    const jobs = new OneJob();
    const seen: RunningJob[] = [];
    const cancelled = jobs.run(
      callback(),
      async (job): Promise<never> => {
        seen.push(job);
        for (;;) await job.yieldNow();
      },
      unguarded,
    );
    expect(jobs.running).toBe(seen[0]);
    jobs.running?.pause();
    expect(seen[0]).toMatchObject({ pausing: true, stopping: true });
    jobs.running?.cancel();
    await expect(cancelled).resolves.toMatchObject({ ok: false, error: { code: 'cancelled', message: 'Cancelled.' } });
  });

  it('ends where its guard does, though the work hangs', async () => {
    const jobs = new OneJob();
    const lost = studioError('device-lost', 'It is gone.', 'Try again.');
    const guard = <T>(work: Promise<T>) => Promise.race([work, Promise.reject(lost)]);
    const ended = await jobs.run(callback(), () => new Promise<never>(() => undefined), guard);
    expect(ended).toEqual({ ok: false, error: lost.info });
    expect(jobs.running).toBeNull();
  });

  it('tells of its errors as they are refined', async () => {
    const refined = studioError('out-of-memory', 'Too much.', 'Take less.');
    const refine = (error: unknown) => (error instanceof CancelledError ? refined : error);
    const work = () => Promise.reject(new CancelledError());
    await expect(new OneJob().run(callback(), work, unguarded, refine)).resolves.toEqual({
      ok: false,
      error: refined.info,
    });
  });
});
