/** The model that something is drawn by, as it is kept with it: the same files draw otherwise with another prediction. */
import { StudioError } from '../../../contract/errors.ts';
import type { ModelInfo } from '../../../contract/studioWorker.ts';
import { t } from '../../../kit/language/t.ts';
import { PREDICTIONS } from './predictions.ts';
import type { Provenance } from './settingsText.ts';

export type DrawnBy = Pick<Provenance, 'model' | 'prediction'>;

export function drawnBy({ name, prediction }: Pick<ModelInfo, 'name' | 'prediction'>): DrawnBy {
  return { model: name, ...(prediction && { prediction }) };
}

/** e.g. `my-model`, or `my-model, which predicts the velocity` where a person said so */
export function drawnByText({ model, prediction }: DrawnBy): string {
  return prediction
    ? t('{model}, which predicts {prediction}', { model, prediction: t(PREDICTIONS[prediction]) })
    : model;
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
      ? t('{work} was begun with {model}, and {open} is open.', { work, model: begun.model, open: now.model })
      : t('{work} was begun with {drawnBy}, and now {predicts}.', {
          work,
          drawnBy: drawnByText(begun),
          predicts: predictsText(now),
        }),
    advice: other
      ? t('Open the same model again, or {anew}.', { anew })
      : t('Set the prediction as it was, or {anew}.', { anew }),
  });
}

const predictsText = ({ prediction }: DrawnBy) =>
  prediction
    ? t('it is set to predict {prediction}', { prediction: t(PREDICTIONS[prediction]) })
    : t('its own prediction is used');
