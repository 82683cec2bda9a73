/** Long work is looked after from the time the page is opened: the screen stays awake, and its end is told. */
import { create } from 'zustand';
import { useStudio } from '../../session/studioStore.ts';
import { usePreferences } from './preferences.ts';
import { ScreenLock } from './ScreenLock.ts';
import { isNews, NO_WORK, reduceWork, type WorkEvent, type WorkState } from './workState.ts';

export const useWork = create<WorkState>(() => NO_WORK);

const tell = (event: WorkEvent) => useWork.setState((state) => reduceWork(state, event));

const isSeen = () => !document.hidden && document.hasFocus();

export function watchLongWork(): void {
  // Not there on pages without TLS.
  const wakeLock: WakeLock | undefined = navigator.wakeLock;
  const screen = new ScreenLock({ wakeLock: wakeLock ?? null, isVisible: () => !document.hidden });
  const keepAwake = () => screen.want(useStudio.getState().job !== null && usePreferences.getState().awake);
  usePreferences.subscribe(keepAwake);
  useStudio.subscribe(({ job, lastJob }, before) => {
    if ((job === null) === (before.job === null)) return;
    keepAwake();
    const now = performance.now();
    if (job) return tell({ type: 'began', now });
    if (!lastJob) return;
    const { end, title } = lastJob;
    const ended = { type: 'ended', end, now, seen: isSeen() } as const;
    const news = isNews(useWork.getState(), ended);
    tell(ended);
    if (news && end !== 'cancelled' && usePreferences.getState().tell) void tellOf(end, title);
  });
  document.addEventListener('visibilitychange', () => {
    screen.pageTurned();
    if (isSeen()) tell({ type: 'seen' });
  });
  addEventListener('focus', () => tell({ type: 'seen' }));
}

/** A note that can't be shown is no reason to say anything: the tab shows it. */
async function tellOf(end: 'done' | 'failed', title: string): Promise<void> {
  try {
    await (await import('./tellingEnds.ts')).tellEnd(end, title);
  } catch {
    // As above.
  }
}
