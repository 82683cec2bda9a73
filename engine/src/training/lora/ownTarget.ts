/**
 * What the model as it is predicts for samples of the class, which then is what it should go on predicting while it learns:
 * prior preservation without class images, OneTrainer's “prior prediction” and ai-toolkit's “differential output preservation”.
 *
 * It is a graph of its own beside the step's, whose frozen pass could lie in it too. So the step's graphs, their segments
 * and their peak of memory stay what they are; nothing of the frozen pass is kept for a gradient; a batch of one sample
 * that brings its target doesn't pay for it; and what it puts out goes on to the step without leaving the GPU, where both
 * share the weights. On wasm the session has weights of its own: a second copy of the U-Net, which models that are trained
 * there have room for.
 */
import { inTextEncoder } from '../../adapters/adaptedNets.ts';
import { GraphError } from '../../graph/errors.ts';
import { Graph } from '../../graph/graph.ts';
import { concat, slice } from '../../graph/operators/index.ts';
import type { Value } from '../../graph/value.ts';
import { NetBuilder } from '../../nets/layers.ts';
import { textEncoder } from '../../nets/textEncoder.ts';
import { unet } from '../../nets/unet.ts';
import { declarePrompts } from '../../pipeline/promptInputs.ts';
import { declareUNetInputs } from '../../pipeline/unetInputs.ts';
import type { LoraGraphOptions } from './loraGraph.ts';

/**
 * Inputs: those of `loraPass` without θ, but for the timesteps, which are those of the last `own` samples alone, since they
 * are embedded as they are fed: `ownTimesteps` [own, 1]; and the `givenTarget` [b − own, c, h, w] of the samples before
 * these. Output: the `target` [b, c, h, w] of all. Throws GraphError where the text encoder is adapted and not given.
 * @param own samples whose target is predicted, from 1 to b
 */
export function ownTargetGraph(
  { config, textEncoder: text, sizes, modules, precision, scoreBytes }: LoraGraphOptions,
  own: number,
): Graph {
  const graph = new Graph(precision, scoreBytes);
  const inputs = declareUNetInputs(graph, config, sizes);
  const given = sizes.batch - own;
  const lastOf = (value: Value) => slice(value, 0, given, sizes.batch);
  const states = () => {
    if (!modules.some(inTextEncoder)) return lastOf(inputs.encoderHiddenStates);
    if (!text) throw new GraphError('layers of the text encoder are adapted, and there is none');
    const { ids } = declarePrompts(graph, { batch: sizes.batch, length: sizes.textLength, rows: 0 }, null);
    return lastOf(textEncoder(new NetBuilder(graph), text.config, ids, text.prefix));
  };
  const prediction = unet(new NetBuilder(graph), config, {
    sample: lastOf(inputs.sample),
    timesteps: graph.input('ownTimesteps', [own, 1]),
    encoderHiddenStates: states(),
  });
  const [, ...latents] = prediction.shape;
  const before = given > 0 ? [graph.input('givenTarget', [given, ...latents])] : [];
  graph.output('target', concat([...before, prediction], 0));
  return graph;
}
