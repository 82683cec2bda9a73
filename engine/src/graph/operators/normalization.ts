/** Normalisations; inside they are float32 whatever comes in. */
import { GraphError } from '../errors.ts';
import type { Operator, Value } from '../value.ts';
import { add, multiply, subtract } from './arithmetic.ts';
import { cast, inFloat32 } from './cast.ts';
import { reciprocal, squareRoot } from './functions.ts';
import { reshape } from './layout.ts';
import { reduceMean, reduceSum } from './reduce.ts';

function standardDeviationInverse(centred: Value, epsilon: number): Value {
  const variance = reduceMean(multiply(centred, centred), [-1]);
  return reciprocal(squareRoot(add(variance, centred.graph.scalar(epsilon))));
}

/**
 * The gradient of x̂ = (x − mean) / √(variance + ε) over the last axis:
 * (dx̂ − mean(dx̂) − x̂ · mean(dx̂ · x̂)) / √(variance + ε)  (Ioffe and Szegedy, arXiv 1502.03167).
 */
function normalizedGradient(gradient: Value, normalized: Value, inverse: Value): Value {
  const mean = reduceMean(gradient, [-1]);
  const projection = multiply(normalized, reduceMean(multiply(gradient, normalized), [-1]));
  return multiply(subtract(subtract(gradient, mean), projection), inverse);
}

/** Layer normalisation over the last axis (Ba et al., arXiv 1607.06450): weight and bias are [last]. */
export function layerNorm(x: Value, weight: Value, bias: Value, epsilon: number): Value {
  return inFloat32(x, (wide) => wideLayerNorm(wide, cast(weight, 'float32'), cast(bias, 'float32'), epsilon));
}

function wideLayerNorm(x: Value, weight: Value, bias: Value, epsilon: number): Value {
  const operator: Operator = {
    type: 'LayerNormalization',
    gradient(node, gradient, needs) {
      const [x, weight] = node.inputs as unknown as [Value, Value];
      const centred = subtract(x, reduceMean(x, [-1]));
      const inverse = standardDeviationInverse(centred, epsilon);
      const normalized = multiply(centred, inverse);
      const leading = x.shape.map((_, axis) => axis).slice(0, -1);
      const overLeading = (value: Value) => reshape(reduceSum(value, leading), weight.shape);
      return [
        needs[0] ? normalizedGradient(multiply(gradient, weight), normalized, inverse) : null,
        needs[1] ? overLeading(multiply(gradient, normalized)) : null,
        needs[2] ? overLeading(gradient) : null,
      ];
    },
  };
  return x.graph.apply(operator, [x, weight, bias], x.shape, { axis: { int: -1 }, epsilon: { float: epsilon } });
}

/** Normalises every [b, c] row of x [b, c, n] to mean 0 and variance 1. */
function instanceNorm(x: Value, epsilon: number): Value {
  const channels = x.shape[1] as number;
  const operator: Operator = {
    type: 'InstanceNormalization',
    gradient(node, gradient) {
      const x = node.inputs[0] as Value;
      const centred = subtract(x, reduceMean(x, [-1]));
      return [normalizedGradient(gradient, node.output, standardDeviationInverse(centred, epsilon)), null, null];
    },
  };
  const ones = x.graph.constant(new Float32Array(channels).fill(1), [channels]);
  const zeros = x.graph.constant(new Float32Array(channels), [channels]);
  return x.graph.apply(operator, [x, ones, zeros], x.shape, { epsilon: { float: epsilon } });
}

/**
 * Group normalisation (Wu and He, arXiv 1803.08494) of x [b, c, h, w]: weight and bias are [c].
 * Written as an instance normalisation over groups, since WebGPU has no kernel for GroupNormalization.
 */
export function groupNorm(x: Value, weight: Value, bias: Value, groups: number, epsilon: number): Value {
  const [batch, channels, height, width] = x.shape as [number, number, number, number];
  if (channels % groups !== 0) throw new GraphError(`${channels} channels do not fall into ${groups} groups`);
  const grouped = reshape(x, [batch, groups, (channels / groups) * height * width]);
  // Normalised numbers are small whatever x was: weight and bias may act in x's own precision.
  const normalized = reshape(
    inFloat32(grouped, (wide) => instanceNorm(wide, epsilon)),
    x.shape,
  );
  const perChannel = [1, channels, 1, 1];
  return add(multiply(normalized, reshape(weight, perChannel)), reshape(bias, perChannel));
}
