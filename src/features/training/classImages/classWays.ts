/** How a run's class images are drawn: the model's own way, or quickly with a few-step adapter of the library. */
import type { ModelInfo } from '../../../contract/studioWorker.ts';
import type { TrainSettings } from '../../../contract/training.ts';
import { fewStepAdapter, useFewStepAdapter } from '../../drawing/fields/fewSteps.ts';
import { classDrawing } from '../../drawing/settings/drawingWays.ts';
import { adapterShelf, type KeptAdapter } from '../../library/libraryStore.ts';
import type { RunRecord } from '../../library/records/runRecords.ts';
import type { ClassWay } from './classSets.ts';

/** A run's way, followed while its form is open. */
export function useClassWay(settings: TrainSettings | null, model: ModelInfo | null): ClassWay {
  return classWay(settings, model, useFewStepAdapter());
}

/**
 * The way of a run that begins, or of one that goes on: that draws with the adapter that it began with. Where this was
 * deleted meanwhile, what is missing is drawn as the model draws by itself.
 */
export function classWayOf(settings: TrainSettings, model: ModelInfo, record: RunRecord | null): ClassWay {
  const begun = record && (record.fewStepAdapter === null ? null : adapterShelf.byId(record.fewStepAdapter));
  return classWay(settings, model, record ? begun : fewStepAdapter());
}

/** A few-step model needs no adapter for it. */
function classWay(settings: TrainSettings | null, model: ModelInfo | null, adapter: KeptAdapter | null): ClassWay {
  const quick = settings?.method === 'lora' && settings.quickClassImages && !model?.fewSteps ? adapter : null;
  return { drawing: classDrawing(model, quick?.adapter ?? null), adapter: quick?.id ?? null };
}
