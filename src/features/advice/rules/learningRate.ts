/**
 * A learning rate far from what is usual for the method on this model, or one under which nothing was learnt.
 *
 * AdamW's steps are about as long as the rate, whatever the gradient: five times the usual one is where the starter's
 * runs begin to climb, and a tenth of it takes ten times the steps. A run learnt hardly anything where its evaluation
 * loss fell by less than the curve's own noise.
 */
import type { EvaluationPoint } from '../../../contract/runs/runs.ts';
import { RUN_SETTINGS } from '../../../contract/settings/runSettings.ts';
import type { Remark } from '../remark.ts';
import { NOISE, trendOf } from './evaluationTrend.ts';

const TOO_LARGE = 5;
const TOO_SMALL = 1 / 10;

export interface RateChange {
  learningRate: string;
}

/** @param usual the rate that the method starts with on this model */
export function unusualRate(rate: number, usual: number): Remark<RateChange> | null {
  const ratio = rate / usual;
  if (ratio <= TOO_LARGE && ratio >= TOO_SMALL) return null;
  const large = ratio > 1;
  const times = Math.round(large ? ratio : 1 / ratio);
  return {
    id: large ? 'large-rate' : 'small-rate',
    tone: 'warning',
    sentence: `The learning rate is ${large ? `${times} times` : `a ${times}th of`} what is usual here.`,
    todo: large
      ? 'Pictures will likely break into blotches.'
      : 'Your fabric will hardly show, unless the run is many times longer.',
    lead: { kind: 'change', text: `Set it to ${usual}`, change: { learningRate: String(usual) } },
  };
}

/** After a run that ended by itself. */
export function hardlyLearnt(evaluations: readonly EvaluationPoint[]): Remark | null {
  const trained = trendOf(evaluations, 'trained');
  if (!trained || trained.last < (1 - NOISE) * trained.first || trained.last > (1 + NOISE) * trained.first) return null;
  return {
    id: 'hardly-learnt',
    tone: 'warning',
    sentence: 'The run has learnt hardly anything: its steady loss is where it began.',
    todo: 'Train with a larger learning rate or more steps.',
    lead: { kind: 'field', text: 'Go to learning rate', label: RUN_SETTINGS.learningRate.label },
  };
}
