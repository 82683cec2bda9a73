/** What is asked of workers unasked: text that is being typed, and pictures that are looked at. */
import { describe, expect, it, vi } from 'vitest';
import type { ImageStatistics } from '../../../src/contract/imageWorker.ts';
import { lookingOnce } from '../../../src/session/imageStatistics.ts';
import { askAfterRest, REST } from '../../../src/session/typedCheck.ts';
import { rest, withFakeTimers } from '../fakeTimers.ts';
import { latch } from '../jobInNode.ts';

describe('text that is being typed', () => {
  withFakeTimers();

  it('is asked about after a rest in typing', async () => {
    const ask = vi.fn(async () => 7);
    const answers: number[] = [];
    askAfterRest(ask, (answer) => answers.push(answer));
    await vi.advanceTimersByTimeAsync(REST - 1);
    expect(ask).not.toHaveBeenCalled();
    await vi.advanceTimersByTimeAsync(1);
    expect(answers).toEqual([7]);
  });

  it('is not asked about when it changes before, and its answer comes too late when it changes after', async () => {
    const answer = latch<number>();
    const ask = vi.fn(() => answer.promise);
    const answers: number[] = [];
    askAfterRest(ask, (value) => answers.push(value))();
    await vi.advanceTimersByTimeAsync(REST);
    expect(ask).not.toHaveBeenCalled();
    const stop = askAfterRest(ask, (value) => answers.push(value));
    await vi.advanceTimersByTimeAsync(REST);
    stop();
    answer.open(7);
    await rest();
    expect(ask).toHaveBeenCalledTimes(1);
    expect(answers).toEqual([]);
  });

  it('goes without an answer where the worker can’t tell', async () => {
    const answers: number[] = [];
    askAfterRest<number>(
      () => Promise.reject(new Error('no model')),
      (value) => answers.push(value),
    );
    await vi.advanceTimersByTimeAsync(REST);
    expect(answers).toEqual([]);
  });
});

describe('pictures', () => {
  const seen: ImageStatistics = {
    patches: new Float32Array(3 * 16 * 16),
    sharpness: 1,
    burnt: 0,
    contrast: 0,
    colour: 0,
    evenness: 1,
  };
  const picture = (id: string) => ({ id, bytes: new ArrayBuffer(1) });

  it('are looked at once, however often they are asked about', async () => {
    const measure = vi.fn(async () => seen);
    const found: string[] = [];
    const lookAt = lookingOnce(measure, (id) => found.push(id));
    lookAt([picture('a'), picture('b')]);
    lookAt([picture('b'), picture('c')]);
    await vi.waitFor(() => expect(found).toEqual(['a', 'b', 'c']));
    expect(measure).toHaveBeenCalledTimes(3);
  });

  it('that can’t be looked at don’t keep others from it', async () => {
    const found: string[] = [];
    const lookAt = lookingOnce(
      (bytes) =>
        'byteLength' in bytes && bytes.byteLength === 0 ? Promise.reject(new Error('torn')) : Promise.resolve(seen),
      (id) => found.push(id),
    );
    lookAt([{ id: 'torn', bytes: new ArrayBuffer(0) }, picture('whole')]);
    await vi.waitFor(() => expect(found).toEqual(['whole']));
  });
});
