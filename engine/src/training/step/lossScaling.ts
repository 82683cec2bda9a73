/**
 * Loss scaling for half precision (Micikevicius et al., arXiv 1710.03740): the loss is multiplied by a factor before it
 * is differentiated and the gradient divided by it afterwards, so that small gradients are not lost below float16's
 * smallest number. The factor is found on the way, as torch.amp.GradScaler does: a step whose gradient overflowed is
 * skipped and the factor halved; after many good steps it is doubled. All of it happens on the device: the processor
 * need not wait for a step to know whether it counted.
 */
import { add, lessOrEqual, maximum, multiply, reduceSum, scale, where } from '../../graph/operators/index.ts';
import type { GraphOfValues, Value } from '../../graph/value.ts';

/** `initial` is what the first step tries. */
export const LOSS_SCALE = { initial: 2 ** 12, smallest: 1, growAfter: 200, growth: 2, backoff: 0.5 } as const;

/** Above this a float32 number is as good as infinite. */
const LARGEST = 3e38;

/** What is known of a run's scaling, each [1], float32. */
export interface LossScaling<T> {
  /** The factor of the next step. */
  lossScale: T;
  /** Good steps since the factor changed last. */
  goodSteps: T;
  /** Good steps of the whole run: the optimizer's step count. */
  stepsTaken: T;
}

/** The state before the first step. */
export const FRESH_SCALING: Readonly<LossScaling<number>> = {
  lossScale: LOSS_SCALE.initial,
  goodSteps: 0,
  stepsTaken: 0,
};

/** Declares the state as graph inputs. */
export function declareLossScaling(graph: GraphOfValues): LossScaling<Value> {
  return {
    lossScale: graph.input('lossScale', [1]),
    goodSteps: graph.input('goodSteps', [1]),
    stepsTaken: graph.input('stepsTaken', [1]),
  };
}

/** Whether every number of a gradient [n] is finite: a truth value [1]. */
export function allFinite(gradient: Value): Value {
  return lessOrEqual(reduceSum(multiply(gradient, gradient), [0]), gradient.graph.constant([LARGEST], [1]));
}

/** The state after a step whose gradient was finite, or wasn't. */
export function nextLossScaling(state: LossScaling<Value>, finite: Value): LossScaling<Value> {
  const { graph } = finite;
  const number = (value: number) => graph.constant([value], [1]);
  const good = add(state.goodSteps, number(1));
  const grows = lessOrEqual(number(LOSS_SCALE.growAfter), good);
  const shrunk = maximum(scale(state.lossScale, LOSS_SCALE.backoff), number(LOSS_SCALE.smallest));
  return {
    lossScale: where(finite, where(grows, scale(state.lossScale, LOSS_SCALE.growth), state.lossScale), shrunk),
    goodSteps: where(finite, where(grows, number(0), good), number(0)),
    stepsTaken: where(finite, add(state.stepsTaken, number(1)), state.stepsTaken),
  };
}
