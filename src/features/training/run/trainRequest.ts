/** What the worker is asked for a run. */
import type { ModelInfo } from '../../../contract/studioWorker.ts';
import type { TrainSettings } from '../../../contract/training.ts';
import type { TrainImage, TrainRequest } from '../../../contract/trainingJob.ts';
import { defaultSampling, SKETCH_STEPS } from '../../drawing/settings/samplingPresets.ts';
import type { CheckpointRecord, RunRecord } from '../../library/records/runRecords.ts';
import type { ClassSampling } from '../classImages/classSets.ts';
import type { GivenClassImages } from '../classImages/givenClassImages.ts';

/** A run as it begins, or goes on. */
export interface RunToTrain {
  /** The run's own, and the adapter's that it leaves. */
  id: string;
  settings: TrainSettings;
  model: ModelInfo;
  /** The dataset. */
  images: readonly TrainImage[];
  classImages: GivenClassImages;
  classSampling: ClassSampling;
  /** Its record where an earlier session began it, and the checkpoint that it goes on from. */
  record: RunRecord | null;
  checkpoint: CheckpointRecord | null;
}

export function trainRequest(run: RunToTrain): TrainRequest {
  const { id, settings, model, images, classImages, classSampling, record, checkpoint } = run;
  return {
    id,
    settings,
    images: images.map(({ bytes, caption }) => ({ bytes, caption })),
    classImages: classImages.images,
    classDrawing: classSampling.drawing,
    sampleDrawing: defaultSampling(model, SKETCH_STEPS),
    unfinished: record && {
      identity: record.identity,
      checkpoint: checkpoint && { step: checkpoint.step, state: checkpoint.state },
    },
  };
}

/** All of a person's own class images are used: their number is the run's. */
export function settingsWithOwn(asked: TrainSettings, own: readonly string[] | null): TrainSettings {
  return asked.method === 'lora' && own ? { ...asked, classImages: own.length } : asked;
}
