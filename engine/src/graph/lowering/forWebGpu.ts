/** What ONNX Runtime's WebGPU provider computes wrongly or not at all in the form that a graph says it. */
import type { Graph } from '../graph.ts';
import { scale } from '../operators/index.ts';
import type { Value } from '../value.ts';
import { rewrite } from './rewrite.ts';

/**
 * The one epsilon of every InstanceNormalization. The provider (1.30) writes an epsilon into its shader but does not
 * tell shaders apart by it: on a device, every normalisation gets the epsilon of the first one that was compiled.
 */
const EPSILON = 1e-5;

/** The same graph, written for WebGPU. */
export function forWebGpu(graph: Graph): Graph {
  return rewrite(graph, ({ operator, attributes, output }, [x, ...rest]) => {
    const { epsilon } = attributes;
    if (operator.type !== 'InstanceNormalization' || !x || !epsilon || !('float' in epsilon)) return null;
    if (epsilon.float === EPSILON) return null;
    // (k·x − mean(k·x)) / √(variance(k·x) + k²·ε) is what k = 1 gives.
    const scaled: Value = scale(x, Math.sqrt(EPSILON / epsilon.float));
    return x.graph.apply(operator, [scaled, ...rest], output.shape, { epsilon: { float: EPSILON } });
  });
}
