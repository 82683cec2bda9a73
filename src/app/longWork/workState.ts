/** Long work as the person sees it who went elsewhere meanwhile: what is to be told at its end, and what the tab shows until then. */
import type { JobEnd } from '../../session/studioState.ts';

/** Seconds from which work is long: nobody waits for less in another window. */
const LONG = 10;

export interface WorkState {
  /** Milliseconds at which the running job began; null between jobs. */
  since: number | null;
  /** How the last long job ended, until somebody looks at the page. */
  unseen: 'done' | 'failed' | null;
}

export const NO_WORK: WorkState = { since: null, unseen: null };

export type WorkEvent =
  | { type: 'began'; now: number }
  /** @param seen whether somebody looks at the page */
  | { type: 'ended'; end: JobEnd; now: number; seen: boolean }
  | { type: 'seen' };

/** Whether its person is to hear of the end. What they cancelled is no news, nor what they see end, nor what took moments. */
export function isNews({ since }: WorkState, { end, now, seen }: Extract<WorkEvent, { type: 'ended' }>): boolean {
  return since !== null && now - since >= LONG * 1000 && !seen && end !== 'cancelled';
}

/** A mark that nobody saw yet outlives what begins after it: a run's end is followed by a picture for the library. */
export function reduceWork(state: WorkState, event: WorkEvent): WorkState {
  switch (event.type) {
    case 'began':
      return { ...state, since: event.now };
    case 'ended': {
      const told = isNews(state, event) && event.end !== 'cancelled' ? event.end : state.unseen;
      return { since: null, unseen: event.seen ? null : told };
    }
    case 'seen':
      return state.unseen === null ? state : { ...state, unseen: null };
  }
}
