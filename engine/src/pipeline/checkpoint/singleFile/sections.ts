/** The parts of a single-file checkpoint: each net's tensors, or what the file is instead of a checkpoint. */
import { ArchitectureError } from '../../../nets/errors.ts';
import { describeTextWidth, familyOfNames } from '../../../nets/families.ts';
import type { StoredTensor, StoredTensors } from '../../../weights/weightFile.ts';

/** What the original code puts before the names of each net. Two of them are text encoders: Stable Diffusion 1's and 2's. */
export const PREFIXES = {
  unet: 'model.diffusion_model.',
  vae: 'first_stage_model.',
  clip: 'cond_stage_model.transformer.',
  openClip: 'cond_stage_model.model.',
} as const;

export type Section = keyof typeof PREFIXES;

/** A net's tensors by their names without the prefix. Averaged copies (`model_ema.`) and whatever else is there is left out. */
export type Sections = Readonly<Record<Section, StoredTensors>>;

/** A tensor that every U-Net of the kind begins with. */
const FIRST = 'input_blocks.0.0.weight';

/**
 * Takes a file apart.
 * @throws ArchitectureError naming what the file is, if it is no checkpoint of Stable Diffusion 1 or 2 with its U-Net and
 *   text encoder; the autoencoder may lie elsewhere
 */
export function takeApart(tensors: StoredTensors): Sections {
  const foreign = familyOfNames(tensors.keys());
  if (foreign) throw new ArchitectureError(`This file is ${foreign}, which this engine doesn’t draw with.`);
  const sections: Sections = {
    unet: below(tensors, PREFIXES.unet),
    vae: below(tensors, PREFIXES.vae),
    clip: withWholeNames(below(tensors, PREFIXES.clip)),
    openClip: below(tensors, PREFIXES.openClip),
  };
  if (!sections.unet.has(FIRST)) throw new ArchitectureError(`This file is ${whatElse(tensors)}, not a whole model.`);
  if (sections.clip.size + sections.openClip.size === 0) {
    if (sections.vae.size > 0) throw new ArchitectureError('The file has no text encoder.');
    const width = sections.unet.get('middle_block.1.transformer_blocks.0.attn2.to_k.weight')?.shape[1] ?? 0;
    throw new ArchitectureError(
      `This file is only a U-Net (of ${describeTextWidth(width) ?? 'an unknown family'}), with no autoencoder and no text encoder, not a whole model.`,
    );
  }
  return sections;
}

function below(tensors: StoredTensors, prefix: string): Map<string, StoredTensor> {
  const found = new Map<string, StoredTensor>();
  for (const [name, tensor] of tensors) {
    if (name.startsWith(prefix)) found.set(name.slice(prefix.length), tensor);
  }
  return found;
}

/** Merged models come without the name of the module around the text encoder. */
function withWholeNames(clip: StoredTensors): StoredTensors {
  if (!clip.has('embeddings.token_embedding.weight')) return clip;
  return new Map([...clip].map(([name, tensor]) => [`text_model.${name}`, tensor]));
}

/** What a file without a U-Net seems to be. */
function whatElse(tensors: StoredTensors): string {
  const names = [...tensors.keys()];
  const some = (pattern: RegExp) => names.some((name) => pattern.test(name));
  if (some(/lora[._]/)) return 'a LoRA, which is imported among the adapters';
  if (some(/^control_model\./)) return 'a ControlNet';
  if (some(/^time_embedding\.|^down_blocks\./)) return 'a U-Net in diffusers’ naming';
  if (some(/^input_blocks\.0\.0\./)) return 'only a U-Net in the original naming';
  if (some(/^(?:first_stage_model\.)?(?:encoder|decoder)\.(?:down|up|mid)/)) return 'an autoencoder';
  if (some(/text_model\./)) return 'a text encoder';
  return 'of a kind that this engine doesn’t know';
}
