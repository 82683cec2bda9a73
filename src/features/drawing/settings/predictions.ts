/** What a model may predict, in words: in its row, and under a picture for which a person said it. */
import type { Prediction } from '../../../contract/models.ts';

export const PREDICTIONS: Readonly<Record<Prediction, string>> = {
  epsilon: 'the noise',
  v_prediction: 'the velocity',
  sample: 'the clean picture',
};
