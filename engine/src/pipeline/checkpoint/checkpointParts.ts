/** What a model consists of, in whichever layout it is stored. */
import type { NoiseSchedule } from '../../diffusion/schedule.ts';
import type { TextEncoderConfig, UNetConfig, VaeConfig } from '../../nets/configs.ts';
import type { NetWeights } from '../../runtime/netWeights.ts';
import type { PromptTokenizer } from '../../text/tokenizer.ts';

/** One net: its config and its weights. */
export interface Net<Config> {
  config: Config;
  weights: NetWeights;
}

/** The nets by their names in a checkpoint. */
export const NETS = ['textEncoder', 'unet', 'vae'] as const;
export type NetName = (typeof NETS)[number];

/** The nets and what goes with them, before any session is made. */
export interface CheckpointParts {
  textEncoder: Net<TextEncoderConfig>;
  unet: Net<UNetConfig>;
  vae: Net<VaeConfig>;
  tokenizer: PromptTokenizer;
  schedule: NoiseSchedule;
}
