/** How long the page was in the background during the run that is going on, or was the last. */
import { useTraining } from './trainingStore.ts';

/** All in milliseconds of one clock. */
export interface RunTime {
  /** Null where there was no run yet. */
  began: number | null;
  ended: number | null;
  /** Time in the background, up to when the page last came back. */
  hidden: number;
  hiddenSince: number | null;
}

export const NO_RUN: RunTime = { began: null, ended: null, hidden: 0, hiddenSince: null };

/** A run begins. @param hidden whether the page is in the background */
export function runBegan(now: number, hidden: boolean): RunTime {
  return { began: now, ended: null, hidden: 0, hiddenSince: hidden ? now : null };
}

export function runEnded(time: RunTime, now: number): RunTime {
  return { ...time, ended: now, hidden: hiddenUntil(time, now), hiddenSince: null };
}

/** The page goes into the background or comes back; between runs that is of no interest. */
export function pageTurned(time: RunTime, now: number, hidden: boolean): RunTime {
  if (time.began === null || time.ended !== null) return time;
  return { ...time, hidden: hiddenUntil(time, now), hiddenSince: hidden ? now : null };
}

/** Seconds of the run so far, and those of them in the background. */
export function timeSpent(time: RunTime, now: number): { seconds: number; hiddenSeconds: number } {
  const until = time.ended ?? now;
  return {
    seconds: time.began === null ? 0 : (until - time.began) / 1000,
    hiddenSeconds: hiddenUntil(time, until) / 1000,
  };
}

function hiddenUntil({ hidden, hiddenSince }: RunTime, now: number): number {
  return hidden + (hiddenSince === null ? 0 : now - hiddenSince);
}

let time = NO_RUN;

const isRunning = (state: string) => state === 'running';

/** Watches the page and the runs, from the time the page is opened. */
export function watchHiddenTime(): void {
  useTraining.subscribe(({ run }, before) => {
    if (isRunning(run.state) === isRunning(before.run.state)) return;
    const now = performance.now();
    time = isRunning(run.state) ? runBegan(now, document.hidden) : runEnded(time, now);
  });
  document.addEventListener('visibilitychange', () => {
    time = pageTurned(time, performance.now(), document.hidden);
  });
}

/** Of the run that is going on, or was the last. */
export function hiddenTime(): { seconds: number; hiddenSeconds: number } {
  return timeSpent(time, performance.now());
}
