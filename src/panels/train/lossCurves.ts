/** A run's losses as curves: each step's own, faint, and a moving average, strong. */
import type { LossPoint } from '../../../workers/protocol.ts';
import { smooth } from '../../stores/smoothing.ts';

export interface LossCurves {
  steps: number[];
  instance: number[];
  prior: (number | null)[];
  instanceSmooth: (number | null)[];
  priorSmooth: (number | null)[];
  /** False where prior preservation was off. */
  hasPrior: boolean;
}

/** The average looks back over some 20 steps. */
const WEIGHT = 0.95;

export function lossCurves(losses: readonly LossPoint[]): LossCurves {
  const instance = losses.map((point) => point.instance);
  const prior = losses.map((point) => point.prior);
  return {
    steps: losses.map(({ step }) => step),
    instance,
    prior,
    instanceSmooth: smooth(instance, WEIGHT),
    priorSmooth: smooth(prior, WEIGHT),
    hasPrior: prior.some((value) => value !== null),
  };
}

/** The curves in a sentence, for those who don't see them. */
export function lossSummary({ steps, instanceSmooth, priorSmooth, hasPrior }: LossCurves): string {
  const last = instanceSmooth.at(-1);
  if (last === undefined || last === null) return 'Nothing has been learnt yet.';
  // Compared with the average over the first twenty steps: the very first alone says little.
  const first = instanceSmooth[Math.min(19, instanceSmooth.length - 1)] ?? last;
  const change = first === 0 ? 0 : Math.round((1 - last / first) * 100);
  const direction = change >= 0 ? `${change} % below` : `${-change} % above`;
  const compared = instanceSmooth.length > 20 ? `, ${direction} the first twenty steps` : '';
  const prior = hasPrior ? ` Prior loss ${priorSmooth.at(-1)?.toFixed(4) ?? '–'}.` : '';
  return `Step ${steps.at(-1)}: instance loss ${last.toFixed(4)}${compared}.${prior}`;
}
