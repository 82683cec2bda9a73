/** The nets as a step's graphs are built for them: known from a model that is open, or from its configs alone. */
import type { Precision } from '../../graph/value.ts';
import { pixelsPerLatent, type TextEncoderConfig, type UNetConfig, type VaeConfig } from '../../nets/configs.ts';
import type { Model } from '../../pipeline/model.ts';
import { textEncoderPrefix } from '../../pipeline/promptInputs.ts';
import type { UNetSizes } from '../../pipeline/unetInputs.ts';

/** All that a step's graphs depend on of a model. */
export interface StepNets {
  precision: Precision;
  unet: UNetConfig;
  /** `prefix` is what the checkpoint puts before its names. */
  textEncoder: { config: TextEncoderConfig; prefix: string };
  vae: VaeConfig;
  /** Positions of a prompt. */
  textLength: number;
}

/** What steps with this model depend on. */
export function stepNets({ checkpoint, runtime }: Model): StepNets {
  const { unet, textEncoder, vae, tokenizer } = checkpoint;
  return {
    precision: runtime.precision,
    unet: unet.config,
    textEncoder: { config: textEncoder.config, prefix: textEncoderPrefix(textEncoder.weights) },
    vae: vae.config,
    textLength: tokenizer.maxTokens,
  };
}

/** Sizes of a batch of square pictures of `size` pixels a side, a multiple of the model's sizeStep. */
export function batchSizes({ vae, textLength }: StepNets, batch: number, size: number): UNetSizes {
  const side = size / pixelsPerLatent(vae);
  return { batch, height: side, width: side, textLength };
}
