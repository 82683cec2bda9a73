/**
 * From what Morph knows and what happens to what it knows then. A run goes from waiting over restoring and drawing to
 * encoding, may leave out any of them, and never goes back; what comes late or cannot be leaves the state as it is.
 */
import type { Picture } from '../../contract/drawing.ts';
import type { ErrorInfo } from '../../contract/errors.ts';
import type { FilmEncoding } from '../../contract/filmWorker.ts';
import type { MorphForm } from './morphForm.ts';
import { isRendering, type MorphRun, type MorphState } from './morphState.ts';

export type MorphEvent =
  | { type: 'edited'; change: Partial<MorphForm> }
  /** A run is asked for: it stands in line. */
  | { type: 'asked' }
  /** The run has come to this film. */
  | { type: 'film-taken'; id: string }
  /** @param frame how many of the kept frames are in the film again */
  | { type: 'restored'; frame: number; frames: number }
  /** @param frame how many frames there are, the kept ones among them */
  | { type: 'drawn'; frame: number; frames: number; secondsLeft: number | null }
  | { type: 'previewed'; picture: Picture }
  /** @param fraction of the file, 0 to 1 */
  | { type: 'encoding'; fraction: number; format: FilmEncoding['format'] }
  | { type: 'finished' }
  /** Ended by hand. @param paused whether there are frames to go on from */
  | { type: 'left-off'; paused: boolean }
  | { type: 'failed'; error: ErrorInfo };

export function reduceMorph(state: MorphState, event: MorphEvent): MorphState {
  const { run } = state;
  switch (event.type) {
    case 'edited':
      return { ...state, form: { ...state.form, ...event.change } };
    case 'asked':
      return isRendering(run) ? state : { ...state, run: { state: 'waiting' }, filmId: null, preview: null };
    case 'film-taken':
      return run.state === 'waiting' ? { ...state, filmId: event.id } : state;
    case 'restored': {
      if (run.state !== 'waiting' && !comesAfter(run, 'restoring', event.frame)) return state;
      return { ...state, run: { state: 'restoring', frame: event.frame, frames: event.frames } };
    }
    case 'drawn': {
      const first = run.state === 'waiting' || run.state === 'restoring';
      if (!first && !comesAfter(run, 'drawing', event.frame)) return state;
      const { frame, frames, secondsLeft } = event;
      return { ...state, run: { state: 'drawing', frame, frames, secondsLeft } };
    }
    case 'previewed':
      return run.state === 'drawing' ? { ...state, preview: event.picture } : state;
    case 'encoding':
      if (!isRendering(run)) return state;
      return { ...state, run: { state: 'encoding', fraction: event.fraction, format: event.format } };
    case 'finished':
      return ended(state, { state: 'idle' });
    case 'left-off':
      return ended(state, { state: event.paused ? 'paused' : 'discarded' });
    case 'failed':
      return ended(state, { state: 'failed', error: event.error });
  }
}

/** Whether a frame carries a run on that counts frames in this state already. */
function comesAfter(run: MorphRun, state: 'restoring' | 'drawing', frame: number): boolean {
  return run.state === state && frame > run.frame;
}

/** Only what runs can end. */
function ended(state: MorphState, run: MorphRun): MorphState {
  return isRendering(state.run) ? { ...state, run, filmId: null, preview: null } : state;
}
