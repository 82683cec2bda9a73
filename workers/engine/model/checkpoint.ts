/** Reads a folder in diffusers' layout: configs, weights, tokenizer and noise schedule. */
import { NoiseSchedule } from '../diffusion/schedule.ts';
import { AutoencoderConfig, parseConfig, TextEncoderConfig, UNetConfig } from '../nets/configs.ts';
import { NetWeights } from '../runtime/netWeights.ts';
import type { PromptTokenizer } from '../text/tokenizer.ts';
import { openSafetensors } from '../weights/safetensors.ts';
import { firstOf, readJson } from './modelFiles.ts';
import { withCurrentNames } from './publishedNames.ts';
import { readTokenizer } from './readTokenizer.ts';
import type { ModelSource } from './source.ts';

/** One net: its config and its weights. */
export interface Net<Config> {
  config: Config;
  weights: NetWeights;
}

/** Everything a model consists of, before any session is made. */
export interface Checkpoint {
  name: string;
  textEncoder: Net<TextEncoderConfig>;
  unet: Net<UNetConfig>;
  autoencoder: Net<AutoencoderConfig>;
  tokenizer: PromptTokenizer;
  schedule: NoiseSchedule;
}

/** Each net's file, or the one with half-precision weights that a folder may have instead. */
const WEIGHT_FILES = {
  textEncoder: ['text_encoder/model.safetensors', 'text_encoder/model.fp16.safetensors'],
  unet: ['unet/diffusion_pytorch_model.safetensors', 'unet/diffusion_pytorch_model.fp16.safetensors'],
  autoencoder: ['vae/diffusion_pytorch_model.safetensors', 'vae/diffusion_pytorch_model.fp16.safetensors'],
} as const;

/**
 * Opens a checkpoint: configs and the weight files' headers are read, the weights stay where they lie. `onProgress`
 * hears of bytes that had to be loaded first, and of all.
 * Throws ModelFileError, WeightsError, TokenizerError or ArchitectureError, each with advice.
 */
export async function loadCheckpoint(
  source: ModelSource,
  onProgress: (loadedBytes: number, totalBytes: number) => void = () => {},
): Promise<Checkpoint> {
  const sizes = await Promise.all(
    Object.values(WEIGHT_FILES).map((paths) => firstOf(paths, (path) => source.size(path))),
  );
  const totalBytes = sizes.reduce((sum, size) => sum + size, 0);
  const loaded = new Map<string, number>();
  const report = (path: string) => (bytes: number) => {
    loaded.set(path, bytes);
    onProgress(
      [...loaded.values()].reduce((sum, count) => sum + count, 0),
      totalBytes,
    );
  };
  const open = async (paths: readonly string[]) =>
    openSafetensors(await firstOf(paths, (path) => source.open(path, report(path))));

  const [textConfig, unetConfig, autoencoderConfig, schedulerConfig, tokenizer] = await Promise.all([
    readJson(source, 'text_encoder/config.json'),
    readJson(source, 'unet/config.json'),
    readJson(source, 'vae/config.json'),
    readJson(source, 'scheduler/scheduler_config.json'),
    readTokenizer(source),
  ]);
  return {
    name: source.name,
    textEncoder: {
      config: parseConfig(TextEncoderConfig, textConfig, 'text_encoder/config.json'),
      weights: await NetWeights.open(await open(WEIGHT_FILES.textEncoder), 'text_encoder'),
    },
    unet: {
      config: parseConfig(UNetConfig, unetConfig, 'unet/config.json'),
      weights: await NetWeights.open(await open(WEIGHT_FILES.unet), 'unet'),
    },
    autoencoder: {
      config: parseConfig(AutoencoderConfig, autoencoderConfig, 'vae/config.json'),
      weights: await NetWeights.open(withCurrentNames(await open(WEIGHT_FILES.autoencoder)), 'vae'),
    },
    tokenizer,
    schedule: new NoiseSchedule(schedulerConfig),
  };
}
