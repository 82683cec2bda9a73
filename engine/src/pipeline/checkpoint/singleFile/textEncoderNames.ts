/**
 * The text encoder's modules: Stable Diffusion 1 keeps transformers' own names, 2 has those of OpenCLIP, where queries,
 * keys and values lie in one tensor.
 */
import type { TextEncoderConfig } from '../../../nets/configs.ts';
import { type NamePair, NameTable } from './nameTable.ts';

const LAYER = {
  layer_norm1: 'ln_1',
  layer_norm2: 'ln_2',
  'mlp.fc1': 'mlp.c_fc',
  'mlp.fc2': 'mlp.c_proj',
  'self_attn.out_proj': 'attn.out_proj',
} as const;

const PROJECTIONS = ['q', 'k', 'v'] as const;

/** transformers' own names. */
export function clipNames(): NameTable {
  return new NameTable([['text_model', 'text_model']]);
}

/** OpenCLIP's. Its projection to CLIP's common space has no place in diffusers' text encoder, and none here. */
export function openClipNames({ num_hidden_layers: layers }: TextEncoderConfig): NameTable {
  const pairs: NamePair[] = [
    ['text_model.embeddings.token_embedding', 'token_embedding'],
    ['text_model.embeddings.position_embedding.weight', 'positional_embedding'],
    ['text_model.final_layer_norm', 'ln_final'],
  ];
  for (let layer = 0; layer < layers; layer++) {
    const [ours, theirs] = [`text_model.encoder.layers.${layer}`, `transformer.resblocks.${layer}`];
    for (const [part, original] of Object.entries(LAYER)) pairs.push([`${ours}.${part}`, `${theirs}.${original}`]);
    for (const [part, projection] of PROJECTIONS.entries()) {
      for (const kind of ['weight', 'bias']) {
        const name = `${ours}.self_attn.${projection}_proj.${kind}`;
        pairs.push([name, `${theirs}.attn.in_proj_${kind}`, part, PROJECTIONS.length]);
      }
    }
  }
  return new NameTable(pairs);
}
