/** How long a page was in the background while it trained. */
import { afterEach, describe, expect, it, vi } from 'vitest';
import {
  hiddenTime,
  NO_RUN,
  pageTurned,
  runBegan,
  runEnded,
  timeSpent,
  watchHiddenTime,
} from '../../../src/features/training/run/hiddenTime.ts';
import { applyToTraining } from '../../../src/features/training/run/trainingStore.ts';

describe('the time in the background', () => {
  it('is none before the first run', () => {
    expect(timeSpent(NO_RUN, 5_000)).toEqual({ seconds: 0, hiddenSeconds: 0 });
    expect(pageTurned(NO_RUN, 5_000, true)).toBe(NO_RUN);
  });

  it('counts while the page is away, and from each time on', () => {
    let time = runBegan(1_000, false);
    time = pageTurned(time, 2_000, true);
    expect(timeSpent(time, 5_000)).toEqual({ seconds: 4, hiddenSeconds: 3 });
    time = pageTurned(time, 6_000, false);
    expect(timeSpent(time, 9_000)).toEqual({ seconds: 8, hiddenSeconds: 4 });
    time = pageTurned(time, 9_000, true);
    expect(timeSpent(time, 10_000)).toEqual({ seconds: 9, hiddenSeconds: 5 });
  });

  it('counts from the beginning of a run that begins in the background', () => {
    expect(timeSpent(runBegan(1_000, true), 3_000)).toEqual({ seconds: 2, hiddenSeconds: 2 });
  });

  it('stands still once the run has ended, wherever the page is', () => {
    const time = runEnded(pageTurned(runBegan(0, false), 1_000, true), 4_000);
    expect(timeSpent(time, 60_000)).toEqual({ seconds: 4, hiddenSeconds: 3 });
    expect(pageTurned(time, 5_000, false)).toBe(time);
  });
});

describe('on the page', () => {
  afterEach(() => {
    vi.unstubAllGlobals();
    vi.restoreAllMocks();
  });

  it('follows the run and the page', () => {
    const page = Object.assign(new EventTarget(), { hidden: false });
    vi.stubGlobal('document', page);
    let now = 0;
    vi.spyOn(performance, 'now').mockImplementation(() => now);
    const at = (time: number, hidden: boolean) => {
      now = time;
      page.hidden = hidden;
      page.dispatchEvent(new Event('visibilitychange'));
    };
    const progress = { phase: 'encode', done: 0, total: 1, secondsLeft: null } as const;

    watchHiddenTime();
    applyToTraining({ session: 1, kind: 'begun' });
    at(1_000, true);
    // Waiting for its turn is not yet the run.
    expect(hiddenTime()).toEqual({ seconds: 0, hiddenSeconds: 0 });
    now = 2_000;
    for (const fraction of [0.1, 0.2]) {
      applyToTraining({ session: 1, kind: 'progress', progress, fraction, speed: null, losses: [] });
    }
    at(5_000, false);
    now = 8_000;
    applyToTraining({ session: 1, kind: 'cancelled' });
    now = 20_000;
    expect(hiddenTime()).toEqual({ seconds: 6, hiddenSeconds: 3 });
  });
});
