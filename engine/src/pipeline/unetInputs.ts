/** The inputs of every U-Net graph, drawing or training, under the same names. */
import type { Graph } from '../graph/graph.ts';
import type { UNetConfig } from '../nets/configs.ts';
import type { Seamless } from '../nets/seamless.ts';
import type { UNetInputs } from '../nets/unet.ts';

/** Sizes of one U-Net graph; height and width in latents. */
export interface UNetSizes {
  batch: number;
  height: number;
  width: number;
  /** Positions of the text encoder. */
  textLength: number;
  /** Which edges meet; none where left out or null. */
  seamless?: Seamless | null;
}

/** Declares `sample`, `timesteps` and `encoderHiddenStates`. */
export function declareUNetInputs(
  graph: Graph,
  config: UNetConfig,
  { batch, height, width, textLength }: UNetSizes,
): UNetInputs {
  return {
    sample: graph.input('sample', [batch, config.in_channels, height, width]),
    timesteps: graph.input('timesteps', [batch, 1]),
    encoderHiddenStates: graph.input('encoderHiddenStates', [batch, textLength, config.cross_attention_dim]),
  };
}
