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
import type { ByteSource } from '../../../weights/byteSource.ts';
import { openSafetensors } from '../../../weights/safetensors.ts';
import type { StoredTensors } from '../../../weights/weightFile.ts';
import type { CheckpointParts } from '../checkpointParts.ts';
import { readOptionalJson } from '../modelFiles.ts';
import { readTokenizer } from '../readTokenizer.ts';
import { MissingFileError, type ModelSource } from '../source.ts';
import { deriveClip, deriveOpenClip, deriveUNet, deriveVae, type Family, type Shapes } from './derivedConfigs.ts';
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

/**
 * Opens the file by its header. A tokenizer or a scheduler beside it, in diffusers' layout, takes precedence.
 * @param clipMerges gives CLIP's own `merges.txt`
 * @throws ArchitectureError naming another architecture, WeightsError naming a tensor that is missing or wrong,
 *   ModelFileError or TokenizerError
 */
export async function openSingleFile(
  source: ModelSource,
  path: string,
  clipMerges: (() => Promise<string>) | null,
): Promise<CheckpointParts> {
  const file = await openSafetensors(await source.open(path));
  const sections = takeApart(file.tensors);
  const family = familyOf(sections);
  const lastNorm = lastNormOf(sections);
  const prediction = await predictionOf(file, family, lastNorm);
  const net = (section: Section, wanted: readonly Value[], names: NameTable, label: string) =>
    openNet(sections, section, wanted, names, label);

  const unet = deriveUNet(shapesOf(sections.unet), family, sampleSizeOf(file, family, prediction));
  const vae = deriveVae(shapesOf(sections.vae));
  const open = sections.openClip.size > 0;
  const text = open ? deriveOpenClip(shapesOf(sections.openClip)) : deriveClip(shapesOf(sections.clip));
  const schedulerConfig = await readOptionalJson(source, 'scheduler/scheduler_config.json');
  return {
    textEncoder: {
      config: text,
      weights: await net(
        open ? 'openClip' : 'clip',
        textEncoderWeights(text),
        open ? openClipNames(text) : clipNames(),
        'text_encoder',
      ),
    },
    unet: { config: unet, weights: await net('unet', unetWeights(unet), unetNames(unet), 'unet') },
    vae: {
      config: vae,
      weights: await net('vae', vaeWeights(vae), vaeNames(vae), 'vae'),
    },
    tokenizer: await tokenizerOf(source, family, text, clipMerges),
    schedule: new NoiseSchedule(
      schedulerConfig ?? { ...SCHEDULER, prediction_type: prediction, ...zeroSnr(file.tensors) },
    ),
  };
}

/**
 * What family a single-file checkpoint is of, in words, e.g. `Stable Diffusion 1`; by its header alone.
 * @param source the `.safetensors` file
 * @throws ArchitectureError naming another architecture, WeightsError where the file is damaged or no checkpoint
 */
export async function recogniseSingleFile(source: ByteSource): Promise<string> {
  const { tensors } = await openSafetensors(source);
  const sections = takeApart(tensors);
  const family = familyOf(sections);
  deriveUNet(shapesOf(sections.unet), family, 1);
  return `Stable Diffusion ${family}`;
}

/** The published versions differ in how attention is projected: by 1×1 convolutions in 1, by linear layers in 2. */
function familyOf({ unet }: Sections): Family {
  return unet.get('middle_block.1.proj_in.weight')?.shape.length === 2 ? 2 : 1;
}

/** The biases of the norm before the very last self-attention. */
function lastNormOf({ unet }: Sections) {
  const blocks = [...unet.keys()].map((name) => Number(/^output_blocks\.(\d+)\./.exec(name)?.[1] ?? -1));
  return unet.get(`output_blocks.${Math.max(...blocks)}.1.transformer_blocks.0.norm1.bias`);
}

async function openNet(
  sections: Sections,
  section: Section,
  wanted: readonly Value[],
  names: NameTable,
  label: string,
): Promise<NetWeights> {
  const weights = await NetWeights.open(takeWeights(sections[section], wanted, names, PREFIXES[section]), label);
  weights.check(wanted);
  return weights;
}

function shapesOf(tensors: StoredTensors): Shapes {
  return new Map([...tensors].map(([name, { shape }]) => [name, shape]));
}

/** Trainers mark with an empty tensor that the last timestep is pure noise (Lin et al., arXiv 2305.08891). */
function zeroSnr(tensors: StoredTensors) {
  return tensors.has('ztsnr') ? { rescale_betas_zero_snr: true, timestep_spacing: 'trailing' } : {};
}

async function tokenizerOf(
  source: ModelSource,
  family: Family,
  { vocab_size: rows, max_position_embeddings: positions }: TextEncoderConfig,
  clipMerges: (() => Promise<string>) | null,
): Promise<PromptTokenizer> {
  if ((await readOptionalJson(source, 'tokenizer/tokenizer_config.json')) !== null) return readTokenizer(source);
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
