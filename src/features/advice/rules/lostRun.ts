/**
 * A run that has gone astray: its loss was no number any more, which ends it, or the loss on the very images it learns from climbs.
 * Measured on the first starter: in sound runs the evaluation loss on trained images strays 1.3 % over its lowest point at most;
 * with rank and alpha 16 and no class images, where each step reaches further, it climbed from 0.182 to 0.237 (30 %)
 * within a hundred steps; at a learning rate of 0.1 it was at four times its first value after 25. 8 % is far outside the
 * one and early in the others.
 */
import type { ErrorCode } from '../../../contract/errors.ts';
import type { EvaluationPoint } from '../../../contract/runs/runs.ts';
import { RUN_SETTINGS } from '../../../contract/settings/runSettings.ts';
import { t } from '../../../kit/language/t.ts';
import type { Remark } from '../remark.ts';
import { trendOf } from './evaluationTrend.ts';

const CLIMB = 0.08;

const toRate = () =>
  ({ kind: 'field', text: t('Go to learning rate'), label: t(RUN_SETTINGS.learningRate.label) }) as const;

/** @param failure the error that ended the run, or null */
export function lostRun(failure: ErrorCode | null, evaluations: readonly EvaluationPoint[]): Remark | null {
  if (failure === 'diverged') {
    return {
      id: 'lost-run',
      tone: 'problem',
      sentence: t('The loss was no number any more: the steps reached too far.'),
      todo: t('Train again with a learning rate a third as large.'),
      lead: toRate(),
    };
  }
  const trained = trendOf(evaluations, 'trained');
  if (!trained || !(trained.last > (1 + CLIMB) * trained.lowest)) return null;
  return {
    id: 'climbing-loss',
    tone: 'warning',
    sentence: climbing(trained.lowestAt),
    todo: t('Train again with half the learning rate, or with a smaller alpha.'),
    lead: toRate(),
  };
}

function climbing(since: number): string {
  return since === 0
    ? t('The loss on the photographs themselves has been climbing from the beginning: the steps reach too far.')
    : t('The loss on the photographs themselves has been climbing since step {since}: the steps reach too far.', {
        since,
      });
}
