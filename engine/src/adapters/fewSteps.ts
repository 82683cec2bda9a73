/**
 * LoRAs that teach a model to draw in a few steps (LCM-LoRA: Luo et al., arXiv 2311.05556), known by what they are called
 * or by the layers that they change. They are drawn with by the LCM sampler at little guidance or none.
 */
import { inTextEncoder } from './adaptedNets.ts';
import type { LoraAdapter, LoraModule } from './loraLayout.ts';

/** What is known of an adapter's file. */
export interface DescribedLora {
  /** The layers that it changes. */
  adapter: Pick<LoraAdapter, 'modules'>;
  /** What it is called: its file, its title. */
  names: readonly string[];
  /** The header's entries. */
  metadata: Readonly<Record<string, string>>;
}

const CALLED_SO = /(?<![a-z])lcm(?![a-z])|latent[\W_]*consistency/i;

/** Header entries that name an adapter or the method that made it; others, such as training captions, may speak of anything. */
const TELLING_ENTRIES = ['ss_output_name', 'modelspec.title', 'modelspec.description', 'modelspec.architecture'];

/** The layers that diffusers' distillation script adapts (`train_lcm_distill_lora_sd_wds.py`). */
const DISTILLED =
  /\.(to_q|to_k|to_v|to_out\.0|proj_in|proj_out|ff\.net\.0\.proj|ff\.net\.2|conv1|conv2|conv_shortcut|(?:down|up)samplers\.0\.conv|time_emb_proj)$/;

/** kohya's scripts, which can train the same layers on a style, say so in their headers; the distillation's is empty. */
const TRAINED_ON_IMAGES = /^ss_(?:num_train_images|network_module|steps|max_train_steps)$/;

/**
 * Whether the adapter seems to be made for drawing in a few steps.
 * @param available the model's layers that can be adapted
 */
export function drawsInFewSteps(
  { adapter, names, metadata }: DescribedLora,
  available: readonly Pick<LoraModule, 'name'>[],
): boolean {
  const told = [...names, ...TELLING_ENTRIES.map((entry) => metadata[entry] ?? '')];
  if (told.some((text) => CALLED_SO.test(text))) return true;
  if (Object.keys(metadata).some((entry) => TRAINED_ON_IMAGES.test(entry))) return false;
  // A published one comes as `pytorch_lora_weights.safetensors`, and its header says nothing: only its layers tell.
  const adapted = new Set(adapter.modules.map(({ name }) => name));
  return (
    !adapter.modules.some(inTextEncoder) &&
    available.every((layer) => inTextEncoder(layer) || !DISTILLED.test(layer.name) || adapted.has(layer.name))
  );
}
