/** What Morph knows: its form, how far the run is, and what the running film shows. */
import type { Picture } from '../../contract/drawing.ts';
import type { ErrorInfo } from '../../contract/errors.ts';
import type { FilmEncoding } from '../../contract/filmWorker.ts';
import { MORPH_FORM, type MorphForm } from './morphForm.ts';

export type MorphRun =
  | { state: 'idle' }
  | { state: 'waiting' }
  /** Frames that were kept go into the film again. */
  | { state: 'restoring'; frame: number; frames: number }
  | { state: 'drawing'; frame: number; frames: number; secondsLeft: number | null }
  | { state: 'encoding'; fraction: number; format: FilmEncoding['format'] }
  | { state: 'paused' }
  | { state: 'discarded' }
  | { state: 'failed'; error: ErrorInfo };

export interface MorphState {
  form: MorphForm;
  run: MorphRun;
  /** The film that is being drawn or encoded; null while nothing runs. */
  filmId: string | null;
  /** The latest frame of the running film. */
  preview: Picture | null;
}

export const MORPH_AT_FIRST: MorphState = { form: MORPH_FORM, run: { state: 'idle' }, filmId: null, preview: null };

export const isRendering = ({ state }: MorphRun): boolean =>
  state === 'waiting' || state === 'restoring' || state === 'drawing' || state === 'encoding';
