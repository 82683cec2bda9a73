/** Reads a folder in diffusers' layout: configs, weights, tokenizer and noise schedule. */
import { NoiseSchedule } from '../diffusion/schedule.ts';
import { AutoencoderConfig, parseConfig, TextEncoderConfig, UNetConfig } from '../nets/configs.ts';
import { NetWeights } from '../runtime/netWeights.ts';
import { PromptTokenizer } from '../text/tokenizer.ts';
import { parseSafetensors } from '../weights/safetensors.ts';
import { ModelFileError, type ModelSource } from './source.ts';

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

const WEIGHT_FILES = {
  textEncoder: 'text_encoder/model.safetensors',
  unet: 'unet/diffusion_pytorch_model.safetensors',
  autoencoder: 'vae/diffusion_pytorch_model.safetensors',
} as const;

/**
 * Loads a checkpoint; `onProgress` hears of bytes loaded and in all.
 * Throws ModelFileError, WeightsError or ArchitectureError, each with advice.
 */
export async function loadCheckpoint(
  source: ModelSource,
  onProgress: (loadedBytes: number, totalBytes: number) => void = () => {},
): Promise<Checkpoint> {
  const paths = Object.values(WEIGHT_FILES);
  const totalBytes = (await Promise.all(paths.map((path) => source.size(path)))).reduce((sum, size) => sum + size, 0);
  const loaded = new Map<string, number>();
  const report = (path: string) => (bytes: number) => {
    loaded.set(path, bytes);
    onProgress(
      [...loaded.values()].reduce((sum, count) => sum + count, 0),
      totalBytes,
    );
  };
  const weights = async (path: string, label: string) =>
    new NetWeights(parseSafetensors(await source.read(path, report(path))), label);

  const [textConfig, unetConfig, autoencoderConfig, schedulerConfig, tokenizerJson, tokenizerConfig] =
    await Promise.all([
      readJson(source, 'text_encoder/config.json'),
      readJson(source, 'unet/config.json'),
      readJson(source, 'vae/config.json'),
      readJson(source, 'scheduler/scheduler_config.json'),
      readJson(source, 'tokenizer/tokenizer.json'),
      readJson(source, 'tokenizer/tokenizer_config.json'),
    ]);
  return {
    name: source.name,
    textEncoder: {
      config: parseConfig(TextEncoderConfig, textConfig, 'text_encoder/config.json'),
      weights: await weights(WEIGHT_FILES.textEncoder, 'text_encoder'),
    },
    unet: {
      config: parseConfig(UNetConfig, unetConfig, 'unet/config.json'),
      weights: await weights(WEIGHT_FILES.unet, 'unet'),
    },
    autoencoder: {
      config: parseConfig(AutoencoderConfig, autoencoderConfig, 'vae/config.json'),
      weights: await weights(WEIGHT_FILES.autoencoder, 'vae'),
    },
    tokenizer: PromptTokenizer.fromFiles(tokenizerJson, tokenizerConfig),
    schedule: new NoiseSchedule(schedulerConfig),
  };
}

async function readJson(source: ModelSource, path: string): Promise<unknown> {
  const text = new TextDecoder().decode(await source.read(path));
  try {
    return JSON.parse(text);
  } catch {
    throw new ModelFileError(
      `The model's file ${path} is damaged.`,
      'Reload the page; if it stays, download the model again.',
    );
  }
}
