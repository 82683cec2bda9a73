/** Reads a folder in diffusers' layout: configs, weights, tokenizer and noise schedule. */
import { NoiseSchedule } from '../../diffusion/schedule.ts';
import type { VaeConfig } from '../../nets/configs.ts';
import { textEncoderWeights, unetWeights, vaeWeights } from '../../nets/netWeightList.ts';
import { NetWeights } from '../../runtime/netWeights.ts';
import { PromptTokenizer } from '../../text/tokenizer.ts';
import type { TokenizerFiles } from '../../text/tokenizerFiles.ts';
import { requireWeights } from '../../weights/requireWeights.ts';
import type { StoredTensors } from '../../weights/weightFile.ts';
import { textEncoderPrefix } from '../promptInputs.ts';
import type { CheckpointParts, NetName } from './checkpointParts.ts';
import { type FolderConfigs, readFolderConfigs, readVaeConfig } from './folderConfigs.ts';
import { readJson } from './modelFiles.ts';
import { withCurrentNames } from './publishedNames.ts';
import { readTokenizerFiles, requireTokensFit } from './readTokenizer.ts';
import type { ModelSource } from './source.ts';
import { findWeights, openWeights, type WeightPlaces } from './weightPlaces.ts';
import { withPrediction } from './withPrediction.ts';

/** Where each net's weights are, but for the ending. */
const STEMS = {
  textEncoder: 'text_encoder/model',
  unet: 'unet/diffusion_pytorch_model',
  vae: 'vae/diffusion_pytorch_model',
} as const;

/** A folder's model as far as small files and headers tell it: nothing of its weights is read. */
export interface FolderParts {
  configs: FolderConfigs;
  /** Each net's tensors, checked against its config. */
  tensors: Record<NetName, StoredTensors>;
  tokenizer: TokenizerFiles;
  schedule: NoiseSchedule;
}

/**
 * Looks at all that the folder says of its model, and holds the parts against each other; `onProgress` hears of bytes that
 * had to be loaded first, and of all.
 * Throws ModelFileError, WeightsError, TokenizerError, DiffusionError or ArchitectureError, each with advice.
 */
export async function readFolder(
  source: ModelSource,
  onProgress: (loadedBytes: number, totalBytes: number) => void,
): Promise<FolderParts> {
  const configs = await readFolderConfigs(source);
  const [schedulerConfig, tokenizer] = await Promise.all([
    readJson(source, 'scheduler/scheduler_config.json'),
    readTokenizerFiles(source),
  ]);
  const schedule = new NoiseSchedule(withPrediction(schedulerConfig, source.prediction));
  requireTokensFit(tokenizer, configs.textEncoder);
  const [text, noise, vae] = await Promise.all([
    findWeights(source, STEMS.textEncoder),
    findWeights(source, STEMS.unet),
    findWeights(source, STEMS.vae),
  ]);
  const open = opener(source, [text, noise, vae], onProgress);
  const tensors = {
    textEncoder: await open(text),
    unet: await open(noise),
    vae: withCurrentNames(await open(vae)),
  };
  // What is missing is said now, not when a net is first used.
  requireWeights(
    tensors.textEncoder,
    textEncoderWeights(configs.textEncoder, textEncoderPrefix(tensors.textEncoder)),
    'text_encoder',
  );
  requireWeights(tensors.unet, unetWeights(configs.unet), 'unet');
  requireWeights(tensors.vae, vaeWeights(configs.vae), 'vae');
  return { configs, tensors, tokenizer, schedule };
}

/** The autoencoder alone, as a folder `vae` has it; null where there is none. @throws what `readFolder` does */
export async function readVae(source: ModelSource): Promise<{ config: VaeConfig; tensors: StoredTensors } | null> {
  const config = await readVaeConfig(source);
  if (!config) return null;
  const places = await findWeights(source, STEMS.vae);
  const tensors = withCurrentNames(await openWeights(source, places, () => {}));
  requireWeights(tensors, vaeWeights(config), 'vae');
  return { config, tensors };
}

/** Opens the folder. @throws what `readFolder` does, and TokenizerError where the tokenizer can't be built */
export async function openFolder(
  source: ModelSource,
  onProgress: (loadedBytes: number, totalBytes: number) => void,
): Promise<CheckpointParts> {
  const { configs, tensors, tokenizer, schedule } = await readFolder(source, onProgress);
  return {
    textEncoder: {
      config: configs.textEncoder,
      weights: await NetWeights.open(tensors.textEncoder, 'text_encoder'),
    },
    unet: { config: configs.unet, weights: await NetWeights.open(tensors.unet, 'unet') },
    vae: { config: configs.vae, weights: await NetWeights.open(tensors.vae, 'vae') },
    tokenizer: new PromptTokenizer(tokenizer),
    schedule,
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
