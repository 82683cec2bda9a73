/**
 * Tensor names of earlier versions of diffusers. Stable Diffusion 1.x was published when the autoencoder's attention
 * had names of its own; diffusers renames them when it loads, and so does the engine.
 */
import type { WeightFile, WeightTensor } from '../weights/weightFile.ts';

const CURRENT: Record<string, string> = { query: 'to_q', key: 'to_k', value: 'to_v', proj_attn: 'to_out.0' };
const PUBLISHED = /(mid_block\.attentions\.0)\.(query|key|value|proj_attn)\./;

/** An autoencoder's file with today's names; the tensors themselves stay. */
export function withCurrentNames(file: WeightFile): WeightFile {
  const tensors = new Map<string, WeightTensor>();
  for (const tensor of file.tensors.values()) {
    const name = tensor.name.replace(PUBLISHED, (_, block: string, layer: string) => `${block}.${CURRENT[layer]}.`);
    tensors.set(name, { ...tensor, name });
  }
  return { ...file, tensors };
}
