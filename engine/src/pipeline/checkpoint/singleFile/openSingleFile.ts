/**
 * Opens a single-file checkpoint of Stable Diffusion 1 or 2 in the naming of the code that it was published with: all
 * nets in one `.safetensors`, without configs, scheduler or tokenizer.
 */
import { NoiseSchedule } from '../../../diffusion/schedule.ts';
import type { Value } from '../../../graph/value.ts';
import type { TextEncoderConfig } from '../../../nets/configs.ts';
import { ArchitectureError } from '../../../nets/errors.ts';
import { textEncoderWeights, unetWeights, vaeWeights } from '../../../nets/netWeightList.ts';
import { NetWeights } from '../../../runtime/netWeights.ts';
import { clipVocabulary } from '../../../text/clipVocabulary.ts';
import { PromptTokenizer } from '../../../text/tokenizer.ts';
import type { TokenizerFiles } from '../../../text/tokenizerFiles.ts';
import { requireWeights } from '../../../weights/requireWeights.ts';
import { openSafetensors } from '../../../weights/safetensors.ts';
import type { StoredTensors } from '../../../weights/weightFile.ts';
import type { CheckpointParts, NetName } from '../checkpointParts.ts';
import { readVae } from '../diffusersFolder.ts';
import { type FolderConfigs, requireTogether } from '../folderConfigs.ts';
import { readOptionalJson } from '../modelFiles.ts';
import { readTokenizerFiles, requireTokensFit } from '../readTokenizer.ts';
import { MissingFileError, type ModelSource } from '../source.ts';
import { withPrediction } from '../withPrediction.ts';
import {
  deriveClip,
  deriveOpenClip,
  deriveUNet,
  deriveVae,
  type Family,
  familyOf,
  shapesOf,
} from './derivedConfigs.ts';
import { MissingAutoencoderError } from './missingAutoencoder.ts';
import type { NameTable } from './nameTable.ts';
import { predictionOf, sampleSizeOf } from './prediction.ts';
import { PREFIXES, type Section, type Sections, takeApart } from './sections.ts';
import { takeWeights } from './takeWeights.ts';
import { clipNames, openClipNames } from './textEncoderNames.ts';
import { unetNames } from './unetNames.ts';
import { vaeNames } from './vaeNames.ts';

/** The noise schedule that Stable Diffusion was published with. */
const SCHEDULER = {
  beta_start: 0.00085,
  beta_end: 0.012,
  beta_schedule: 'scaled_linear',
  steps_offset: 1,
  set_alpha_to_one: false,
  clip_sample: false,
} as const;

/** What Stable Diffusion 2 fills prompts up with; 1 takes the end token. */
const PADDING = { 1: '<|endoftext|>', 2: '!' } as const;

/** A file's model as far as its header tells it: of its weights no more is read than says what the U-Net predicts. */
export interface SingleFileParts {
  family: Family;
  configs: FolderConfigs;
  /** Each net's tensors by diffusers' names, checked against what its shapes were taken for. */
  tensors: Record<NetName, StoredTensors>;
  /** That of the folder beside it; null where there is none, which is CLIP's own. */
  tokenizer: TokenizerFiles | null;
  schedule: NoiseSchedule;
}

/**
 * Looks at all that the file says of its model. A tokenizer or a scheduler beside it, in diffusers' layout, takes
 * precedence.
 * @throws ArchitectureError naming another architecture, WeightsError naming a tensor that is missing or wrong,
 *   ModelFileError, DiffusionError or TokenizerError
 */
export async function readSingleFile(source: ModelSource, path: string): Promise<SingleFileParts> {
  const file = await openSafetensors(await source.open(path));
  const sections = takeApart(file.tensors);
  const family = familyOf(shapesOf(sections.unet));
  const prediction = source.prediction ?? (await predictionOf(file, family, lastNormOf(sections)));
  const open = sections.openClip.size > 0;
  const vaeBeside = sections.vae.size === 0 ? await readVaeBeside(source, family) : null;
  const configs = {
    unet: deriveUNet(shapesOf(sections.unet), family, sampleSizeOf(file, family, prediction)),
    vae: vaeBeside ? vaeBeside.config : deriveVae(shapesOf(sections.vae)),
    textEncoder: open ? deriveOpenClip(shapesOf(sections.openClip)) : deriveClip(shapesOf(sections.clip), family),
  };
  requireTogether(configs);
  const { textEncoder: text, unet, vae } = configs;
  const net = (section: Section, wanted: readonly Value[], names: NameTable, label: string) => {
    const tensors = takeWeights(sections[section], wanted, names, PREFIXES[section]);
    requireWeights(tensors, wanted, label);
    return tensors;
  };
  const tensors = {
    textEncoder: open
      ? net('openClip', textEncoderWeights(text), openClipNames(text), 'text_encoder')
      : net('clip', textEncoderWeights(text), clipNames(), 'text_encoder'),
    unet: net('unet', unetWeights(unet), unetNames(unet), 'unet'),
    vae: vaeBeside ? vaeBeside.tensors : net('vae', vaeWeights(vae), vaeNames(vae), 'vae'),
  };
  const beside = await readOptionalJson(source, 'scheduler/scheduler_config.json');
  const schedule = new NoiseSchedule(
    beside
      ? withPrediction(beside, source.prediction)
      : { ...SCHEDULER, prediction_type: prediction, ...zeroSnr(file.tensors) },
  );
  const own = (await readOptionalJson(source, 'tokenizer/tokenizer_config.json')) !== null;
  const tokenizer = own ? await readTokenizerFiles(source) : null;
  if (tokenizer) requireTokensFit(tokenizer, text);
  return { family, configs, tensors, tokenizer, schedule };
}

/**
 * Opens the file.
 * @param clipMerges gives CLIP's own `merges.txt`
 * @throws what `readSingleFile` does; MissingFileError where there is neither a tokenizer nor the merges
 */
export async function openSingleFile(
  source: ModelSource,
  path: string,
  clipMerges: (() => Promise<string>) | null,
): Promise<CheckpointParts> {
  const { family, configs, tensors, tokenizer, schedule } = await readSingleFile(source, path);
  const { textEncoder, unet, vae } = configs;
  return {
    textEncoder: { config: textEncoder, weights: await NetWeights.open(tensors.textEncoder, 'text_encoder') },
    unet: { config: unet, weights: await NetWeights.open(tensors.unet, 'unet') },
    vae: { config: vae, weights: await NetWeights.open(tensors.vae, 'vae') },
    tokenizer: tokenizer ? new PromptTokenizer(tokenizer) : await clipTokenizer(family, textEncoder, clipMerges),
    schedule,
  };
}

/** The biases of the norm before the very last self-attention. */
function lastNormOf({ unet }: Sections) {
  const blocks = [...unet.keys()].map((name) => Number(/^output_blocks\.(\d+)\./.exec(name)?.[1] ?? -1));
  const last = blocks.reduce((most, block) => Math.max(most, block), -1);
  return unet.get(`output_blocks.${last}.1.transformer_blocks.0.norm1.bias`);
}

/** The autoencoder of a file that has none: one beside it, in diffusers' layout. */
async function readVaeBeside(source: ModelSource, family: Family) {
  const net = await readVae(source);
  if (net) return net;
  throw new MissingAutoencoderError(family);
}

/** Trainers mark with an empty tensor that the last timestep is pure noise (Lin et al., arXiv 2305.08891). */
function zeroSnr(tensors: StoredTensors) {
  return tensors.has('ztsnr') ? { rescale_betas_zero_snr: true, timestep_spacing: 'trailing' } : {};
}

/** CLIP's own. */
async function clipTokenizer(
  family: Family,
  { vocab_size: rows, max_position_embeddings: positions }: TextEncoderConfig,
  clipMerges: (() => Promise<string>) | null,
): Promise<PromptTokenizer> {
  if (!clipMerges) {
    throw new MissingFileError(
      'A single-file checkpoint has no tokenizer.',
      'Put the folder “tokenizer” of a Stable Diffusion model beside it.',
    );
  }
  const merges = await clipMerges();
  const vocabulary = clipVocabulary(merges);
  if (Object.keys(vocabulary).length > rows) {
    throw new ArchitectureError(`The file’s text encoder knows ${rows} tokens, which are not CLIP’s.`);
  }
  return PromptTokenizer.fromVocabulary(vocabulary, merges, {
    model_max_length: positions,
    pad_token: PADDING[family],
  });
}
