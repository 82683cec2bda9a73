/** What a run learnt, as it goes into the library. */
import type { LearntItem } from '../../../contract/adapters.ts';
import type { DatasetRef, EvaluationPoint, LossPoint, SweepMark } from '../../../contract/runs/runs.ts';
import type { TrainSettings } from '../../../contract/training.ts';
import { keepLora } from '../../library/keepLora.ts';
import { keepItem } from '../../library/libraryStore.ts';
import type { LibraryRecord } from '../../library/records/libraryFields.ts';
import type { RunOutcome } from './trainingState.ts';

/** A run that is over and has learnt something. */
export interface FinishedRun {
  /** The run's own: checkpoints and sample pictures belong to the item by it. */
  id: string;
  settings: TrainSettings;
  losses: readonly LossPoint[];
  evaluations: readonly EvaluationPoint[];
  stepsDone: number;
  /** How many images it learnt from. */
  images: number;
  /** What it learnt from; null where that isn't known. */
  dataset: DatasetRef | null;
  /** Of all its sessions. */
  seconds: number;
  /** Milliseconds since 1970. */
  endedAt: number;
  /** Of the first image of the dataset; null where there is none. */
  thumbnail: ArrayBuffer | null;
  /** The sweep that it is of; null where it is of none. */
  sweep: SweepMark | null;
}

/** All that the library knows of it beside what was learnt. */
export function learntFields(run: FinishedRun): LibraryRecord {
  const { id, settings, losses, evaluations, stepsDone, images, dataset, seconds, endedAt, thumbnail, sweep } = run;
  return {
    id,
    name: settings.adapterName,
    createdAt: endedAt,
    origin: {
      kind: 'trained',
      settings,
      losses: [...losses],
      evaluations: [...evaluations],
      stepsDone,
      images,
      ...(dataset && { dataset }),
      stopped: stepsDone < settings.steps,
      seconds,
      ...(sweep && { sweep }),
    },
    file: null,
    ...(thumbnail && { thumbnail }),
  };
}

/** Keeps what was learnt in the library. */
export async function keepLearnt(learnt: LearntItem, fields: LibraryRecord): Promise<RunOutcome> {
  const { record, kept } =
    learnt.method === 'lora' ? await keepLora(fields, learnt) : await keepItem({ ...fields, ...learnt });
  return { item: record, kept };
}
