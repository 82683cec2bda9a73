/** What a model may predict, in words: in its row, and under a picture for which a person said it. */
import type { Message } from '../../../contract/message.ts';
import { msg } from '../../../contract/message.ts';
import type { Prediction } from '../../../contract/models.ts';

export const PREDICTIONS: Readonly<Record<Prediction, Message>> = {
  epsilon: msg('the noise'),
  v_prediction: msg('the velocity'),
  sample: msg('the clean picture'),
};
