/** How a run's class images are drawn: the model's own way, or quickly with a few-step adapter of the library. */
import type { ModelInfo } from '../../../contract/studioWorker.ts';
import type { TrainSettings } from '../../../contract/training.ts';
import { fewStepAdapter, useFewStepAdapter } from '../../drawing/fields/fewSteps.ts';
import { classDrawing } from '../../drawing/settings/samplingPresets.ts';
import type { KeptAdapter } from '../../library/libraryState.ts';
import { adapterById } from '../../library/libraryStore.ts';
import type { RunRecord } from '../../library/records/runRecords.ts';
import { usesClassImages } from './askedClassImages.ts';
import type { ClassSampling } from './classSets.ts';

/** A run's way, followed while its form is open. */
export function useClassSampling(settings: TrainSettings | null, model: ModelInfo | null): ClassSampling {
  return classSampling(settings, model, useFewStepAdapter());
}

/**
 * The way of a run that begins, or of one that goes on: that draws with the adapter that it began with. Where this was
 * deleted meanwhile, what is missing is drawn as the model draws by itself.
 */
export function classSamplingOf(settings: TrainSettings, model: ModelInfo, record: RunRecord | null): ClassSampling {
  const begun = record && (record.fewStepAdapter === null ? null : adapterById(record.fewStepAdapter));
  return classSampling(settings, model, record ? begun : fewStepAdapter());
}

/** A few-step model needs no adapter for it. */
function classSampling(
  settings: TrainSettings | null,
  model: ModelInfo | null,
  adapter: KeptAdapter | null,
): ClassSampling {
  const quick = settings && usesClassImages(settings) && settings.quickClassImages && !model?.fewSteps ? adapter : null;
  return { drawing: classDrawing(model, quick?.id ?? null), adapter: quick?.id ?? null };
}
