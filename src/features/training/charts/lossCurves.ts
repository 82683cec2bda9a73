/** A run's losses as curves: each step's own, faint, a moving average, strong, and the evaluation loss now and then. */
import type { EvaluationPoint, LossPoint } from '../../../contract/runs/runs.ts';
import { isShown, smooth } from '../../../kit/charts/smoothing.ts';
import { t } from '../../../kit/language/t.ts';
import { numberText } from '../../../kit/text/numberText.ts';

export interface LossCurves {
  steps: number[];
  instance: (number | null)[];
  prior: (number | null)[];
  /** What the steps lower: the instance loss, and the prior loss by its weight. */
  total: (number | null)[];
  instanceSmooth: (number | null)[];
  totalSmooth: (number | null)[];
  priorSmooth: (number | null)[];
  /** The evaluation loss, null at steps where it was not measured. */
  evalTrained: (number | null)[];
  evalHeldOut: (number | null)[];
  /** False where prior preservation was off. */
  hasPrior: boolean;
  hasEvaluations: boolean;
  hasHeldOut: boolean;
}

/** The average looks back over some 20 steps. */
const WEIGHT = 0.95;

/** @param priorWeight of the run; the total is shown where there is a prior loss */
export function lossCurves(
  losses: readonly LossPoint[],
  evaluations: readonly EvaluationPoint[],
  priorWeight: number,
): LossCurves {
  const shown = (value: number | null | undefined) => (isShown(value ?? null) ? (value as number) : null);
  const measured = new Map(evaluations.map((point) => [point.step, point]));
  const steps = losses.map(({ step }) => step);
  const instance = losses.map((point) => shown(point.instance));
  const prior = losses.map((point) => shown(point.prior));
  const total = losses.map((point) =>
    point.prior === null ? null : shown(point.instance + priorWeight * point.prior),
  );
  return {
    steps,
    instance,
    prior,
    total,
    totalSmooth: smooth(total, WEIGHT),
    instanceSmooth: smooth(instance, WEIGHT),
    priorSmooth: smooth(prior, WEIGHT),
    // Before the first step there is no other loss: its point stands at the curves' beginning.
    evalTrained: steps.map((step, index) => shown(pointAt(measured, step, index)?.trained)),
    evalHeldOut: steps.map((step, index) => shown(pointAt(measured, step, index)?.heldOut)),
    hasPrior: losses.some((point) => point.prior !== null),
    hasEvaluations: evaluations.length > 0,
    hasHeldOut: evaluations.some(({ heldOut }) => heldOut !== null),
  };
}

function pointAt(
  measured: ReadonlyMap<number, EvaluationPoint>,
  step: number,
  index: number,
): EvaluationPoint | undefined {
  return measured.get(step) ?? (index === 0 ? measured.get(0) : undefined);
}

/** The curves in a sentence, for those who don't see them. */
export function lossSummary({ steps, instanceSmooth, priorSmooth, hasPrior, ...evaluations }: LossCurves): string {
  const last = instanceSmooth.at(-1);
  if (last === undefined) return t('Nothing has been learnt yet.');
  if (last === null) return t('Step {step}: the loss is no number any more.', { step: steps.at(-1) });
  // Compared with the average over the first twenty steps: the very first alone says little.
  const first = instanceSmooth[Math.min(19, instanceSmooth.length - 1)] ?? last;
  const change = first === 0 ? 0 : Math.round((1 - last / first) * 100);
  const direction = change >= 0 ? `${change} % below` : `${-change} % above`;
  const compared = instanceSmooth.length > 20 ? t(', {direction} the first twenty steps', { direction }) : '';
  const prior = hasPrior ? t(' Prior loss {loss}.', { loss: figure(priorSmooth.at(-1)) }) : '';
  return t('Step {step}: instance loss {loss}{compared}.{prior}{steady}', {
    step: steps.at(-1),
    loss: numberText(last, 4),
    compared,
    prior,
    steady: evaluationSummary(evaluations),
  });
}

function evaluationSummary({ evalTrained, evalHeldOut }: Pick<LossCurves, 'evalTrained' | 'evalHeldOut'>): string {
  const course = (values: readonly (number | null)[]) => {
    const known = values.filter((value) => value !== null);
    const [first] = known;
    const last = known.at(-1);
    return first === undefined || last === undefined
      ? null
      : t('from {first} to {last}', { first: numberText(first, 4), last: numberText(last, 4) });
  };
  const trained = course(evalTrained);
  const heldOut = course(evalHeldOut);
  if (trained === null) return '';
  return t(' Steady loss {trained}{others}.', {
    trained,
    others: heldOut === null ? '' : t(', on held-out images {heldOut}', { heldOut }),
  });
}

/** A loss as it is told; a dash where none was measured. */
export const figure = (loss: number | null | undefined): string => (loss == null ? '–' : numberText(loss, 4));
