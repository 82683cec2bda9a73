/** The evaluation loss of LoRAs, and of the model as it is. */
import { inTextEncoder } from '../../adapters/adaptedNets.ts';
import type { Embedding } from '../../adapters/embedding.ts';
import { initTheta, type LoraAdapter } from '../../adapters/loraLayout.ts';
import { TorchGenerator } from '../../diffusion/torchRandom.ts';
import type { Model } from '../../pipeline/model.ts';
import { LossMeter, type LossSamples } from '../run/lossMeter.ts';
import { stepNets } from '../step/stepNets.ts';
import { loraLossGraph } from './loraGraph.ts';
import { type LoraSizes, loraGraphOptions } from './loraStep.ts';
import { SamplePrompts, samplePromptFeeds } from './samplePrompts.ts';

/** What a LoRA's loss is measured on. */
export interface LossMeasurement extends LossSamples {
  prompt: string;
  /** Learnt words that the prompt may use. */
  embeddings?: readonly Embedding[];
}

/** Measures adapters of one rank and alpha on the same layers. */
export async function loraMeter(
  model: Model,
  shape: Pick<LoraSizes, 'rank' | 'loraAlpha' | 'modules'>,
  measurement: LossMeasurement,
): Promise<LossMeter> {
  const { unet, textEncoder } = model.checkpoint;
  const { size = model.nativeSize } = measurement;
  const graph = loraLossGraph(loraGraphOptions(stepNets(model), { ...shape, samples: 1, size }));
  if (!shape.modules.some(inTextEncoder)) {
    const states = await model.encodePrompt(measurement.prompt, null, measurement.embeddings);
    return LossMeter.create(model, graph, unet.weights, samplePromptFeeds(model, [{ states }]), measurement);
  }
  // The text encoder is part of the graph; learnt words in its prompts are not.
  const prompt = await new SamplePrompts(model, shape.modules).of(measurement.prompt);
  const feeds = samplePromptFeeds(model, [prompt]);
  return LossMeter.create(model, graph, [unet.weights, textEncoder.weights], feeds, measurement);
}

/** Mean squared error of the U-Net with `adapter` (null: as it is) over every image and timestep. */
export async function measureLoss(
  model: Model,
  adapter: LoraAdapter | null,
  measurement: LossMeasurement,
): Promise<number> {
  const measured = adapter ?? untrained(model);
  const meter = await loraMeter(model, measured, measurement);
  try {
    return await meter.measure(measured.theta);
  } finally {
    await meter.release();
  }
}

/** A LoRA that changes nothing yet. */
function untrained({ loraModules, checkpoint }: Model): LoraAdapter {
  const modules = [...loraModules];
  const theta = initTheta(modules, 1, new TorchGenerator(0)) as LoraAdapter['theta'];
  return { baseModel: checkpoint.name, rank: 1, loraAlpha: 1, modules, theta };
}
