/** The numbers of a run that was trained elsewhere, on their way into storage. */
import type { LoraAdapter, StoredLora } from '../adapters.ts';
import type { ErrorInfo } from '../errors.ts';
import type { TrainState } from './runs.ts';

/** A file from outside, and the SHA-256 that it was written with; null where nobody tells. */
export interface DigestedFile {
  file: Blob;
  sha256: string | null;
}

/** A state's files by their names, `state.json` among them. */
export interface StateFiles {
  step: number;
  files: Record<string, DigestedFile>;
}

export interface RunNumbers {
  /** Of the run, and of what it leaves. */
  id: string;
  /** What a LoRA's numbers are; null for a word. */
  layers: Omit<LoraAdapter, 'theta'> | null;
  /** Rows of a word. */
  rows: number;
  /** What was learnt; null where that is not to be taken. */
  theta: DigestedFile | null;
  /** What was learnt by steps on the way. */
  steps: { step: number; learnt: DigestedFile }[];
  /** States, that which is wanted most first: the first whole one is stored. */
  states: StateFiles[];
  /** Vectors that a state of this run must have. */
  vectors: string[];
}

/** What of them is in storage. */
export interface TakenNumbers {
  adapter: StoredLora | null;
  /** A word's rows, one after the other. */
  rows: Float32Array<ArrayBuffer> | null;
  steps: number[];
  /** Where storage had no room for it: the state, and why. */
  state: { step: number; unkept: { state: TrainState; error: ErrorInfo } | null } | null;
  /** What was left, each with why. */
  left: { part: string; error: ErrorInfo }[];
}
