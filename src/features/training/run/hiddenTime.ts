/** How long the page was in the background during the run that is going on, or was the last. */
import { useTraining } from './trainingStore.ts';

interface RunTime {
  /** Of `performance.now()`; null where there was no run yet. */
  began: number | null;
  ended: number | null;
  /** Milliseconds in the background, up to when it last came back. */
  hidden: number;
  hiddenSince: number | null;
}

let time: RunTime = { began: null, ended: null, hidden: 0, hiddenSince: null };

const isRunning = (state: string) => state === 'running';

/** Watches the page and the runs, from the time the page is opened. */
export function watchHiddenTime(): void {
  useTraining.subscribe(({ run }, before) => {
    if (isRunning(run.state) === isRunning(before.run.state)) return;
    const now = performance.now();
    if (isRunning(run.state)) time = { began: now, ended: null, hidden: 0, hiddenSince: document.hidden ? now : null };
    else time = { ...time, ended: now, hidden: hiddenUntil(now), hiddenSince: null };
  });
  document.addEventListener('visibilitychange', () => {
    if (time.began === null || time.ended !== null) return;
    const now = performance.now();
    time = { ...time, hidden: hiddenUntil(now), hiddenSince: document.hidden ? now : null };
  });
}

function hiddenUntil(now: number): number {
  return time.hidden + (time.hiddenSince === null ? 0 : now - time.hiddenSince);
}

/** Seconds of the run so far, and those of them in the background. */
export function hiddenTime(): { seconds: number; hiddenSeconds: number } {
  const until = time.ended ?? performance.now();
  return { seconds: time.began === null ? 0 : (until - time.began) / 1000, hiddenSeconds: hiddenUntil(until) / 1000 };
}
