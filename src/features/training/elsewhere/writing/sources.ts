/** What a bundle is made of, as it is handed to its writer: nothing of it is read before its turn. */
import type { ClassDrawing } from '../../../../contract/adapters.ts';
import type { SamplingSettings } from '../../../../contract/drawing.ts';
import type { BundleModel } from '../../../../contract/runs/runBundle.ts';
import type { DatasetRef, EvaluationPoint, LossPoint, TrainState } from '../../../../contract/runs/runs.ts';
import type { RunShape } from '../../../../contract/studioWorker.ts';
import type { TrainSettings } from '../../../../contract/training.ts';
import type { SweepLists } from '../going.ts';

/** A picture of the dataset. */
export interface SourcePicture {
  name: string;
  caption: string;
  /** PNG; read when it is its turn. */
  bytes: Blob;
}

/** A file of the model that goes along. */
export interface SourceFile {
  /** Below the model's folder. */
  path: string;
  read: () => AsyncIterable<Uint8Array<ArrayBuffer>>;
}

export interface BundleSources {
  /** Of the run. */
  id: string;
  settings: TrainSettings;
  /** Null where that isn't known. */
  dataset: DatasetRef | null;
  shape: RunShape;
  /** Without the files that go along: these are known once they have been read. */
  model: Omit<BundleModel, 'predicts'>;
  /** Empty where the model is found elsewhere. */
  modelFiles: readonly SourceFile[];
  /** In the run's order. */
  pictures: readonly SourcePicture[];
  /** Those that are there, of so many; the first of them first. */
  classImages: { count: number; read: (index: number) => Promise<ArrayBuffer> };
  classDrawing: ClassDrawing;
  sampleDrawing: SamplingSettings;
  /** Settings that are lists in run.json, where the bundle is a sweep’s. */
  sweep: SweepLists | null;
  /** Where an unfinished run stands. */
  state: {
    state: TrainState;
    losses: readonly LossPoint[];
    evaluations: readonly EvaluationPoint[];
    seconds: number;
  } | null;
}

/** What the writer asks of the page it runs in. */
export interface BundleTools {
  /** A square image as PNG of so many pixels a side. */
  resize: (image: Blob | ArrayBuffer, size: number) => Promise<ArrayBuffer>;
  /** The runner's own files, by their paths below its folder. */
  runner: Readonly<Record<string, string>>;
  /** Hears how many files of how many are written. */
  onProgress: (done: number, total: number) => void;
  /** Ends the writing. */
  signal: AbortSignal;
  /** Milliseconds since 1970. */
  now: () => number;
}
