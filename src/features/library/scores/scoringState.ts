/** How measurements of scores get on, and how that changes. */
import type { ErrorInfo } from '../../../contract/errors.ts';
import type { ScoreProgress } from '../../../contract/scoreWorker.ts';
import { own } from '../../../kit/records/own.ts';

export type Scoring =
  | { state: 'waiting' }
  | { state: 'drawing'; done: number; total: number }
  | { state: 'fetching'; loadedBytes: number }
  | ({ state: 'judging' } & ScoreProgress)
  | { state: 'failed'; error: ErrorInfo };

/** The item that is being scored or was the last, by its id. */
export interface ScoringState {
  items: Readonly<Record<string, Scoring & { cancel?: () => void }>>;
}

export const NO_SCORING: ScoringState = { items: {} };

export type ScoringEvent =
  /** A measurement is asked for: it stands in line. */
  | { type: 'asked'; id: string; cancel: () => void }
  | { type: 'progressed'; id: string; to: Exclude<Scoring, { state: 'waiting' | 'failed' }> }
  /** The scores are kept, or their person ended the measurement. */
  | { type: 'ended'; id: string }
  | { type: 'failed'; id: string; error: ErrorInfo };

/** From what is measured and what happens to what is measured then; what cannot be leaves the state as it is. */
export function reduceScoring(state: ScoringState, event: ScoringEvent): ScoringState {
  const { [event.id]: _, ...others } = state.items;
  const present = own(state.items, event.id);
  if (event.type === 'asked') return { items: { ...others, [event.id]: { state: 'waiting', cancel: event.cancel } } };
  // What comes after the end is of no measurement.
  if (!present || present.state === 'failed') return state;
  switch (event.type) {
    case 'progressed':
      return { items: { ...others, [event.id]: { ...event.to, ...(present.cancel && { cancel: present.cancel }) } } };
    case 'ended':
      return { items: others };
    case 'failed':
      return { items: { ...others, [event.id]: { state: 'failed', error: event.error } } };
  }
}
