/** Runs on their way home, and what became of each. Pure. */
import type { ErrorInfo } from '../../../contract/errors.ts';
import type { LeftPart } from './readReport.ts';

/** What a run brought. */
export interface Arrival {
  id: string;
  name: string;
  /** What came of it: something in the library, an unfinished run that can be gone on with, or nothing that is new. */
  outcome: 'adapter' | 'word' | 'unfinished' | 'nothing';
  /** Whether the library had it already, or this browser a state as far on. */
  knownBefore: boolean;
  step: number;
  steps: number;
  losses: number;
  checkpoints: number;
  samples: number;
  /** Id of the sweep that it is of; null where it is of none. */
  sweep: string | null;
  /** What was left of it, and why. */
  left: readonly LeftPart[];
}

/** A folder or zip that could not be taken. */
export interface NotComeHome {
  name: string;
  error: ErrorInfo;
}

export interface HomeState {
  /** Whether files are being read. */
  reading: boolean;
  arrivals: readonly Arrival[];
  notTaken: readonly NotComeHome[];
}

export const NOBODY_HOME: HomeState = { reading: false, arrivals: [], notTaken: [] };

export type HomeEvent =
  | { type: 'begun' }
  | { type: 'arrived'; arrival: Arrival }
  | { type: 'not-taken'; name: string; error: ErrorInfo }
  | { type: 'ended' }
  | { type: 'dismissed' };

/** The state after an event; what came before the last files is shown no more. */
export function reduceHome(state: HomeState, event: HomeEvent): HomeState {
  switch (event.type) {
    case 'begun':
      return { ...NOBODY_HOME, reading: true };
    case 'arrived': {
      const others = state.arrivals.filter(({ id }) => id !== event.arrival.id);
      return { ...state, arrivals: [...others, event.arrival] };
    }
    case 'not-taken':
      return { ...state, notTaken: [...state.notTaken, { name: event.name, error: event.error }] };
    case 'ended':
      return { ...state, reading: false };
    case 'dismissed':
      return state.reading ? state : NOBODY_HOME;
  }
}

/** The adapters among them, which a grid can compare. */
export function comparable({ arrivals }: HomeState): string[] {
  return arrivals.flatMap(({ id, outcome }) => (outcome === 'adapter' ? [id] : []));
}

/** The sweep that all adapters among them are of; null where there is none such. */
export function commonSweep({ arrivals }: HomeState): string | null {
  const sweeps = new Set(arrivals.flatMap(({ outcome, sweep }) => (outcome === 'adapter' ? [sweep] : [])));
  const [only = null] = sweeps;
  return sweeps.size === 1 ? only : null;
}
