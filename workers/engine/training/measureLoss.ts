/** The steady loss of LoRAs, and of the model as it is. */
import type { Embedding } from '../adapters/embedding.ts';
import { initTheta, type LoraAdapter } from '../adapters/loraLayout.ts';
import { TorchGenerator } from '../diffusion/torchRandom.ts';
import type { Model } from '../model/model.ts';
import { loraLossGraph } from './loraGraph.ts';
import { LossMeter, type LossSamples } from './lossMeter.ts';

/** What a LoRA's loss is measured on. */
export interface LossMeasurement extends LossSamples {
  prompt: string;
  /** Learnt words that the prompt may use. */
  embeddings?: readonly Embedding[];
}

/** Measures adapters of one rank and alpha. */
export async function loraMeter(
  model: Model,
  { rank, loraAlpha }: Pick<LoraAdapter, 'rank' | 'loraAlpha'>,
  measurement: LossMeasurement,
): Promise<LossMeter> {
  const { unet, tokenizer } = model.checkpoint;
  const side = unet.config.sample_size;
  const graph = loraLossGraph({
    config: unet.config,
    modules: [...model.loraModules],
    rank,
    loraAlpha,
    sizes: { batch: 1, height: side, width: side, textLength: tokenizer.maxTokens },
    precision: model.runtime.precision,
  });
  const states = await model.encodePrompt(measurement.prompt, null, measurement.embeddings);
  const textStates = model.tensor(states, [1, tokenizer.maxTokens, states.length / tokenizer.maxTokens]);
  return LossMeter.create(model, graph, unet.weights, { textStates }, measurement);
}

/** Mean squared error of the U-Net with `adapter` (null: as it is) over every image and timestep. */
export async function measureLoss(
  model: Model,
  adapter: LoraAdapter | null,
  measurement: LossMeasurement,
): Promise<number> {
  const rank = adapter?.rank ?? 1;
  const meter = await loraMeter(model, { rank, loraAlpha: adapter?.loraAlpha ?? rank }, measurement);
  try {
    return await meter.measure(adapter?.theta ?? initTheta([...model.loraModules], rank, new TorchGenerator(0)));
  } finally {
    await meter.release();
  }
}
