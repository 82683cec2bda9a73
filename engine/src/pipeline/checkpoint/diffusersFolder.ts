/** Reads a folder in diffusers' layout: configs, weights, tokenizer and noise schedule. */
import { NoiseSchedule } from '../../diffusion/schedule.ts';
import { textEncoderWeights, unetWeights, vaeWeights } from '../../nets/netWeightList.ts';
import { NetWeights } from '../../runtime/netWeights.ts';
import { textEncoderPrefix } from '../promptInputs.ts';
import type { CheckpointParts } from './checkpointParts.ts';
import { readFolderConfigs } from './folderConfigs.ts';
import { readJson } from './modelFiles.ts';
import { withCurrentNames } from './publishedNames.ts';
import { readTokenizer } from './readTokenizer.ts';
import type { ModelSource } from './source.ts';
import { findWeights, openWeights, type WeightPlaces } from './weightPlaces.ts';

/** Where each net's weights are, but for the ending. */
const STEMS = {
  textEncoder: 'text_encoder/model',
  unet: 'unet/diffusion_pytorch_model',
  vae: 'vae/diffusion_pytorch_model',
} as const;

/**
 * Opens the folder; `onProgress` hears of bytes that had to be loaded first, and of all.
 * Throws ModelFileError, WeightsError, TokenizerError or ArchitectureError, each with advice.
 */
export async function openFolder(
  source: ModelSource,
  onProgress: (loadedBytes: number, totalBytes: number) => void,
): Promise<CheckpointParts> {
  const configs = await readFolderConfigs(source);
  const [schedulerConfig, tokenizer, text, noise, vae] = await Promise.all([
    readJson(source, 'scheduler/scheduler_config.json'),
    readTokenizer(source),
    findWeights(source, STEMS.textEncoder),
    findWeights(source, STEMS.unet),
    findWeights(source, STEMS.vae),
  ]);
  const open = opener(source, [text, noise, vae], onProgress);
  const weights = {
    textEncoder: await NetWeights.open(await open(text), 'text_encoder'),
    unet: await NetWeights.open(await open(noise), 'unet'),
    vae: await NetWeights.open(withCurrentNames(await open(vae)), 'vae'),
  };
  // What is missing is said now, not when a net is first used.
  weights.textEncoder.check(textEncoderWeights(configs.textEncoder, textEncoderPrefix(weights.textEncoder)));
  weights.unet.check(unetWeights(configs.unet));
  weights.vae.check(vaeWeights(configs.vae));
  return {
    textEncoder: { config: configs.textEncoder, weights: weights.textEncoder },
    unet: { config: configs.unet, weights: weights.unet },
    vae: { config: configs.vae, weights: weights.vae },
    tokenizer,
    schedule: new NoiseSchedule(schedulerConfig),
  };
}

/** Opens nets one after the other and adds up what was loaded of all of them. */
function opener(
  source: ModelSource,
  nets: readonly WeightPlaces[],
  onProgress: (loadedBytes: number, totalBytes: number) => void,
) {
  const total = nets.flatMap(({ files }) => files).reduce((sum, { bytes }) => sum + bytes, 0);
  const loaded = new Map<string, number>();
  return (net: WeightPlaces) =>
    openWeights(source, net, (path, bytes) => {
      loaded.set(path, bytes);
      onProgress(
        [...loaded.values()].reduce((sum, count) => sum + count, 0),
        total,
      );
    });
}
