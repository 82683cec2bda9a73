/** The queue of jobs: order, failures that stay their own, and cancelling while in line. */
import { describe, expect, it } from 'vitest';
import { isCancelled } from '../../../src/kit/worker/outcome.ts';
import { JobQueue } from '../../../src/session/JobQueue.ts';

const never = new AbortController().signal;

/** A job that ends when it is told to. */
function controlled<T>() {
  let end: (value: T) => void = () => undefined;
  const ended = new Promise<T>((resolve) => {
    end = resolve;
  });
  return { ended, end };
}

describe('JobQueue', () => {
  it('runs one job at a time, in the order they were asked for', async () => {
    const queue = new JobQueue();
    const first = controlled<void>();
    const log: string[] = [];
    const a = queue.run(async () => {
      log.push('a starts');
      await first.ended;
      log.push('a ends');
    }, never);
    const b = queue.run(async () => void log.push('b'), never);
    await Promise.resolve();
    expect(log).toEqual(['a starts']);
    expect(queue.waiting).toBe(1);
    first.end();
    await Promise.all([a, b]);
    expect(log).toEqual(['a starts', 'a ends', 'b']);
    expect(queue.waiting).toBe(0);
  });

  it.each([
    ['rejects', () => Promise.reject(new Error('broken'))],
    [
      'throws before it returns a promise',
      () => {
        throw new Error('broken');
      },
    ],
  ])('goes on after a job that %s', async (_, task) => {
    const queue = new JobQueue();
    const failed = queue.run(task, never);
    const next = queue.run(async () => 'fine', never);
    await expect(failed).rejects.toThrow('broken');
    await expect(next).resolves.toBe('fine');
  });

  it('lets a job leave the line at once and never starts it', async () => {
    const queue = new JobQueue();
    const first = controlled<void>();
    const running = queue.run(() => first.ended, never);
    const controller = new AbortController();
    let started = false;
    const waiting = queue.run(async () => {
      started = true;
    }, controller.signal);
    controller.abort();
    const error = await waiting.catch((reason: unknown) => reason);
    expect(isCancelled(error)).toBe(true);
    expect(queue.waiting).toBe(0);
    first.end();
    await running;
    await queue.run(async () => undefined, never);
    expect(started).toBe(false);
  });

  it('leaves a running job to honour its signal itself', async () => {
    const queue = new JobQueue();
    const controller = new AbortController();
    const job = controlled<string>();
    const result = queue.run(() => job.ended, controller.signal);
    await Promise.resolve();
    controller.abort();
    job.end('ended in its own way');
    await expect(result).resolves.toBe('ended in its own way');
  });

  it('refuses a job whose signal is already aborted', async () => {
    const queue = new JobQueue();
    const error = await queue.run(async () => 1, AbortSignal.abort()).catch((reason: unknown) => reason);
    expect(isCancelled(error)).toBe(true);
    expect(queue.waiting).toBe(0);
  });
});
