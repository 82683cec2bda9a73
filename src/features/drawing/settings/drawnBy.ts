/** The model that something is drawn by, as it is kept with it: the same files draw otherwise with another prediction. */
import { StudioError } from '../../../contract/errors.ts';
import type { ModelInfo } from '../../../contract/studioWorker.ts';
import { PREDICTIONS } from './predictions.ts';
import type { Provenance } from './settingsText.ts';

export type DrawnBy = Pick<Provenance, 'model' | 'prediction'>;

export function drawnBy({ name, prediction }: Pick<ModelInfo, 'name' | 'prediction'>): DrawnBy {
  return { model: name, ...(prediction && { prediction }) };
}

/** e.g. `my-model`, or `my-model, which predicts the velocity` where a person said so */
export function drawnByText({ model, prediction }: DrawnBy): string {
  return prediction ? `${model}, which predicts ${PREDICTIONS[prediction]}` : model;
}

/**
 * Lets go on what was begun by the model that is open.
 * @param work what would go on, e.g. `The grid`
 * @param anew how it is begun again, e.g. `draw the grid anew`
 * @throws StudioError where another model is open, or the same with another prediction
 */
export function assertSameModel(begun: DrawnBy, open: ModelInfo, work: string, anew: string): void {
  const now = drawnBy(open);
  if (now.model === begun.model && now.prediction === begun.prediction) return;
  const other = now.model !== begun.model;
  throw new StudioError({
    code: 'bad-setting',
    message: other
      ? `${work} was begun with ${begun.model}, and ${now.model} is open.`
      : `${work} was begun with ${drawnByText(begun)}, and now ${predictsText(now)}.`,
    advice: other ? `Open the same model again, or ${anew}.` : `Set the prediction as it was, or ${anew}.`,
  });
}

const predictsText = ({ prediction }: DrawnBy) =>
  prediction ? `it is set to predict ${PREDICTIONS[prediction]}` : 'its own prediction is used';
