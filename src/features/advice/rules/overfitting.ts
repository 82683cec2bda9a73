/**
 * Overfitting as its curves show it: the evaluation loss on held-out images climbs over its lowest point while that on the
 * images learnt from does not. Measured on the first starter, as the mean of the last two points over the lowest one: a default
 * run strays by 0.6 %, one of 600 steps without class images by 3.1 %, and neither has overfitted. 5 % is told of.
 */
import type { EvaluationPoint } from '../../../contract/runs/runs.ts';
import { RUN_SETTINGS } from '../../../contract/settings/runSettings.ts';
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
    sentence: `Since step ${heldOut.lowestAt} the loss on the images set aside has been rising, while that on the others falls.`,
    todo: `The run has begun to learn photographs by heart. Stop it, and train again with some ${heldOut.lowestAt} steps.`,
    lead: { kind: 'field', text: 'Go to steps', label: RUN_SETTINGS.steps.label },
  };
}
