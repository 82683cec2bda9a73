/** From what is known of imports and what happens to what is known then; what cannot be leaves the state as it is. */
import type { ErrorInfo } from '../../../contract/errors.ts';
import type { ImportQuestion, ImportState, ReadingFiles } from './importState.ts';

export type ImportEvent =
  /** Files were chosen: they stand in line behind those before them. */
  | { type: 'chosen'; files: readonly ReadingFiles[] }
  | { type: 'asked'; question: ImportQuestion }
  | { type: 'answered' }
  /** Files are in the library, or were left out by hand. */
  | { type: 'ended'; id: string }
  | { type: 'failed'; id: string; error: ErrorInfo }
  /** The person has read why these files failed. */
  | { type: 'error-dismissed'; id: string };

export function reduceImports(state: ImportState, event: ImportEvent): ImportState {
  const { reading, errors } = state;
  switch (event.type) {
    case 'chosen':
      return event.files.length === 0 ? state : { ...state, reading: [...reading, ...event.files] };
    case 'asked':
      return { ...state, question: event.question };
    case 'answered':
      return state.question ? { ...state, question: null } : state;
    case 'ended':
      return has(reading, event.id) ? { ...state, reading: without(reading, event.id) } : state;
    case 'failed': {
      const { id, error } = event;
      const failed = reading.find((files) => files.id === id);
      if (!failed) return state;
      return { ...state, reading: without(reading, id), errors: [...errors, { ...failed, error }] };
    }
    case 'error-dismissed':
      return has(errors, event.id) ? { ...state, errors: without(errors, event.id) } : state;
  }
}

const has = (items: readonly { id: string }[], id: string): boolean => items.some((item) => item.id === id);

const without = <T extends { id: string }>(items: readonly T[], id: string): T[] =>
  items.filter((item) => item.id !== id);
