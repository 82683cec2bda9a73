/**
 * A learning rate far from what is usual for the method on this model, or one under which nothing was learnt.
 *
 * AdamW's steps are about as long as the rate, whatever the gradient: five times the usual one is where the starter's
 * runs begin to climb, and a tenth of it takes ten times the steps. A run learnt hardly anything where its evaluation
 * loss fell by less than the curve's own noise.
 */
import type { EvaluationPoint } from '../../../contract/runs/runs.ts';
import { RUN_SETTINGS } from '../../../contract/settings/runSettings.ts';
import { t } from '../../../kit/language/t.ts';
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
    sentence: t('The learning rate is {times} what is usual here.', {
      times: large ? t('{times} times', { times }) : t('a {times}th of', { times }),
    }),
    todo: large
      ? t('Pictures will likely break into blotches.')
      : t('Your fabric will hardly show, unless the run is many times longer.'),
    lead: { kind: 'change', text: t('Set it to {usual}', { usual }), change: { learningRate: String(usual) } },
  };
}

/** After a run that ended by itself. */
export function hardlyLearnt(evaluations: readonly EvaluationPoint[]): Remark | null {
  const trained = trendOf(evaluations, 'trained');
  if (!trained || trained.last < (1 - NOISE) * trained.first || trained.last > (1 + NOISE) * trained.first) return null;
  return {
    id: 'hardly-learnt',
    tone: 'warning',
    sentence: t('The run has learnt hardly anything: its steady loss is where it began.'),
    todo: t('Train with a larger learning rate or more steps.'),
    lead: { kind: 'field', text: t('Go to learning rate'), label: t(RUN_SETTINGS.learningRate.label) },
  };
}
