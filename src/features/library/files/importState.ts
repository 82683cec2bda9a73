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

/** What has to be asked before files can be taken. */
export type ImportQuestion = LayersQuestion | WordQuestion;

/** An embedding whose file calls it by what no word can be called: which name is it to have? */
export interface WordQuestion {
  kind: 'word';
  name: string;
  /** One that it may have. */
  token: string;
  /** Why the file's can't be used, as a sentence. */
  reason: string;
  /** @param token null where it is left after all */
  answer: (token: string | null) => void;
}

/** An adapter of which the model lacks some layers: are the others to be used? */
export interface LayersQuestion {
  kind: 'layers';
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
