/** The evaluation loss of a word in training. */
import type { Model } from '../../pipeline/model.ts';
import { promptFeeds } from '../../pipeline/promptInputs.ts';
import type { EncodedPrompt } from '../../text/tokenizer.ts';
import { LossMeter, type LossSamples } from '../run/lossMeter.ts';
import { stepNets } from '../step/stepNets.ts';
import { inversionLossGraph } from './inversionGraph.ts';
import { inversionGraphOptions } from './inversionMethod.ts';

/** Measures the rows of a placeholder token, `vectors` of them, in one prompt that it stands in. */
export function inversionMeter(
  model: Model,
  prompt: EncodedPrompt,
  vectors: number,
  samples: LossSamples,
): Promise<LossMeter> {
  const { textEncoder, unet } = model.checkpoint;
  const { size = model.nativeSize } = samples;
  const graph = inversionLossGraph(inversionGraphOptions(stepNets(model), { batchSize: 1, vectors, size }));
  const feeds = promptFeeds(model.runtime, [prompt], vectors);
  return LossMeter.create(model, graph, [textEncoder.weights, unet.weights], feeds, samples);
}
