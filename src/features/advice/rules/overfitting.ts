/**
 * Overfitting as its curves show it: the evaluation loss on held-out images climbs over its lowest point while that on the
 * images learnt from does not. Measured on the first starter, as the mean of the last two points over the lowest one: a default
 * run strays by 0.6 %, one of 600 steps without class images by 3.1 %, and neither has overfitted. 5 % is told of.
 */
import type { EvaluationPoint } from '../../../contract/runs/runs.ts';
import { RUN_SETTINGS } from '../../../contract/settings/runSettings.ts';
import { t } from '../../../kit/language/t.ts';
import type { Remark } from '../remark.ts';
import { NOISE, trendOf } from './evaluationTrend.ts';

const CLIMB = 0.05;

export function overfitting(evaluations: readonly EvaluationPoint[]): Remark | null {
  const heldOut = trendOf(evaluations, 'heldOut');
  const trained = trendOf(evaluations, 'trained');
  if (!heldOut || !trained) return null;
  const climbed = heldOut.last > (1 + CLIMB) * heldOut.lowest;
  const atTurn = evaluations.find(({ step }) => step === heldOut.lowestAt)?.trained ?? trained.lowest;
  if (!climbed || trained.last > (1 + NOISE / 2) * atTurn) return null;
  return {
    id: 'overfitting',
    tone: 'warning',
    sentence: t(
      'Since step {lowestAt} the loss on the images set aside has been rising, while that on the others falls.',
      { lowestAt: heldOut.lowestAt },
    ),
    todo: t('The run has begun to learn photographs by heart. Stop it, and train again with some {lowestAt} steps.', {
      lowestAt: heldOut.lowestAt,
    }),
    lead: { kind: 'field', text: t('Go to steps'), label: t(RUN_SETTINGS.steps.label) },
  };
}
