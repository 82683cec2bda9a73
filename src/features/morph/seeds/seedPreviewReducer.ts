/** What is known of the previews of seeds, and what it becomes when something happens; what cannot be changes nothing. */
import type { Picture } from '../../../contract/drawing.ts';
import type { ErrorInfo } from '../../../contract/errors.ts';

export interface SeedPreviews {
  /** Seeds to choose from, in the order in which they were offered. */
  offered: readonly number[];
  /** Seed → its picture; each of the subject below. */
  pictures: ReadonlyMap<number, Picture>;
  /** What the pictures were drawn from: where the form says something else by now, they are old. */
  subject: string | null;
  drawing: boolean;
  error: ErrorInfo | null;
}

export type SeedPreviewEvent =
  /** Previews of a subject are asked for; those of another one go. */
  | { type: 'offered'; subject: string; seeds: readonly number[] }
  | { type: 'started' }
  | { type: 'drawn'; seed: number; picture: Picture }
  /** @param error null where all were drawn, or the rest was left out by hand */
  | { type: 'ended'; error: ErrorInfo | null };

export const PREVIEWS_AT_FIRST: SeedPreviews = {
  offered: [],
  pictures: new Map(),
  subject: null,
  drawing: false,
  error: null,
};

export function reducePreviews(state: SeedPreviews, event: SeedPreviewEvent): SeedPreviews {
  switch (event.type) {
    case 'offered': {
      // What is being drawn is of the subject that there is.
      if (state.drawing) return state;
      const { subject, seeds } = event;
      const pictures = subject === state.subject ? state.pictures : new Map();
      return { ...state, offered: seeds, subject, pictures, error: null };
    }
    case 'started':
      return state.drawing || state.subject === null ? state : { ...state, drawing: true };
    case 'drawn':
      if (!state.drawing) return state;
      return { ...state, pictures: new Map(state.pictures).set(event.seed, event.picture) };
    case 'ended':
      return state.drawing ? { ...state, drawing: false, error: event.error } : state;
  }
}
