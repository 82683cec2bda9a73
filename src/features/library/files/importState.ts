/** Files on their way into the library: what is being read, what could not be, and what has to be asked. */
import type { ErrorInfo } from '../../../contract/errors.ts';

/** Files that are one item, being read or waiting for it. */
export interface ReadingFiles {
  id: string;
  name: string;
}

/** Files that did not come into the library, and why. */
export interface ImportError {
  id: string;
  name: string;
  error: ErrorInfo;
}

/** An adapter of which the model lacks some layers: are the others to be used? */
export interface ImportQuestion {
  name: string;
  /** Number of layers that fit. */
  fitting: number;
  /** Names of those that don't. */
  unknown: string[];
  answer: (use: boolean) => void;
}

export interface ImportState {
  /** In the order of their turns. */
  reading: readonly ReadingFiles[];
  errors: readonly ImportError[];
  question: ImportQuestion | null;
}

export const NO_IMPORTS: ImportState = { reading: [], errors: [], question: null };
