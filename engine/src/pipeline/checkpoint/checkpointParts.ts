/** What a model consists of, in whichever layout it is stored. */
import type { NoiseSchedule } from '../../diffusion/schedule.ts';
import type { TextEncoderConfig, UNetConfig, VaeConfig } from '../../nets/configs.ts';
import type { NetWeights } from '../../runtime/netWeights.ts';
import type { PromptTokenizer } from '../../text/tokenizer.ts';

/** One net: its config and its weights. */
export interface Net<Config> {
  /** Its sizes, as diffusers' or transformers' `config.json` has them. */
  config: Config;
  /** @internal */
  weights: NetWeights;
}

/** The nets by their names in a checkpoint. */
export const NETS = ['textEncoder', 'unet', 'vae'] as const;
export type NetName = (typeof NETS)[number];

/** The nets and what goes with them, before any session is made. */
export interface CheckpointParts {
  /** CLIP's text encoder. */
  textEncoder: Net<TextEncoderConfig>;
  /** What predicts the noise. */
  unet: Net<UNetConfig>;
  /** What turns pixels into latents and back. */
  vae: Net<VaeConfig>;
  /** Prompts into the text encoder's ids. */
  tokenizer: PromptTokenizer;
  /** The noise that it was trained with. */
  schedule: NoiseSchedule;
}
