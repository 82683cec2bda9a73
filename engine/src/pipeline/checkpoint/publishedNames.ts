/**
 * Tensor names of earlier versions of diffusers. Stable Diffusion 1.x was published when the VAE's attention
 * had names of its own; diffusers renames them when it loads, and so does the engine.
 */
import type { StoredTensor, StoredTensors } from '../../weights/weightFile.ts';

const CURRENT: Record<string, string> = { query: 'to_q', key: 'to_k', value: 'to_v', proj_attn: 'to_out.0' };
const PUBLISHED = /(mid_block\.attentions\.0)\.(query|key|value|proj_attn)\./;

/** A VAE's tensors with today's names; the tensors themselves stay. */
export function withCurrentNames(tensors: StoredTensors): StoredTensors {
  const renamed = new Map<string, StoredTensor>();
  for (const tensor of tensors.values()) {
    const name = tensor.name.replace(PUBLISHED, (_, block: string, layer: string) => `${block}.${CURRENT[layer]}.`);
    renamed.set(name, { ...tensor, name });
  }
  return renamed;
}
