/** One tab trains at a time: with the browser's locks, played here for several tabs, and without them. */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { StudioError } from '../../../src/contract/errors.ts';
import { asOnlyTrainer, onceNobodyTrains } from '../../../src/features/training/run/oneTrainer.ts';
import { withFakeTimers } from '../fakeTimers.ts';
import { Locks } from '../tabs/tabs.ts';

withFakeTimers();
beforeEach(() => {
  vi.stubGlobal('navigator', { locks: new Locks() });
});
afterEach(() => {
  vi.unstubAllGlobals();
});

/** Another tab that trains until it is told to end. */
function otherTab() {
  let end = () => {};
  const training = asOnlyTrainer(
    () =>
      new Promise<void>((resolve) => {
        end = resolve;
      }),
  );
  return { end: () => end(), training };
}

const settled = (promise: Promise<unknown>) =>
  promise.then(
    () => 'done',
    (error: unknown) => (error instanceof StudioError ? error.info.code : error),
  );

describe('training', () => {
  it('happens at once where no other tab trains', async () => {
    expect(await asOnlyTrainer(async () => 'trained')).toBe('trained');
  });

  it('is refused where another tab goes on training', async () => {
    otherTab();
    const work = vi.fn(async () => undefined);
    const result = settled(asOnlyTrainer(work));
    await vi.advanceTimersByTimeAsync(1_999);
    expect(work).not.toHaveBeenCalled();
    await vi.advanceTimersByTimeAsync(1);
    expect(await result).toBe('busy');
  });

  it('once refused never begins, though the other tab ends', async () => {
    const other = otherTab();
    const work = vi.fn(async () => undefined);
    const result = settled(asOnlyTrainer(work));
    await vi.advanceTimersByTimeAsync(2_000);
    await result;
    other.end();
    await vi.advanceTimersByTimeAsync(10_000);
    expect(work).not.toHaveBeenCalled();
  });

  it('waits for a browser that is slow to grant what nobody holds', async () => {
    const slow = new Locks();
    const request = async (name: string, options: LockOptions, work: () => Promise<string>) => {
      await new Promise((resolve) => setTimeout(resolve, 30_000));
      return slow.request(name, options, work);
    };
    vi.stubGlobal('navigator', { locks: { request, query: () => slow.query() } });
    const result = asOnlyTrainer(async () => 'trained');
    await vi.advanceTimersByTimeAsync(30_000);
    expect(await result).toBe('trained');
  });

  it('waits a moment for a tab that is just done', async () => {
    const other = otherTab();
    const result = settled(asOnlyTrainer(async () => undefined));
    await vi.advanceTimersByTimeAsync(1_000);
    other.end();
    expect(await result).toBe('done');
  });

  it('once begun takes its time, and its own error is told as it is', async () => {
    const result = settled(
      asOnlyTrainer(async () => {
        await new Promise((resolve) => setTimeout(resolve, 60_000));
        throw new Error('its own');
      }),
    );
    await vi.advanceTimersByTimeAsync(60_000);
    expect(await result).toEqual(new Error('its own'));
  });

  it('leaves the lock when it fails', async () => {
    await settled(asOnlyTrainer(() => Promise.reject(new Error('broken'))));
    expect(await asOnlyTrainer(async () => 'next')).toBe('next');
  });

  it('happens where the browser has no locks', async () => {
    vi.stubGlobal('navigator', {});
    otherTab();
    expect(await asOnlyTrainer(async () => 'trained')).toBe('trained');
  });
});

describe('reading what is left of runs', () => {
  it('waits for another tab however long it trains', async () => {
    const other = otherTab();
    const work = vi.fn(async () => undefined);
    const read = onceNobodyTrains(work);
    await vi.advanceTimersByTimeAsync(3_600_000);
    expect(work).not.toHaveBeenCalled();
    other.end();
    await read;
    expect(work).toHaveBeenCalledOnce();
  });

  it('happens at once where the browser has no locks', async () => {
    vi.stubGlobal('navigator', {});
    otherTab();
    const work = vi.fn(async () => undefined);
    await onceNobodyTrains(work);
    expect(work).toHaveBeenCalledOnce();
  });
});
