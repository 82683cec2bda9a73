/** The VAE's modules as CompVis' `model.py` names them: its decoder counts levels from the outermost one. */
import type { VaeConfig } from '../../../nets/configs.ts';
import { type NamePair, NameTable } from './nameTable.ts';

const ATTENTION = { group_norm: 'norm', to_q: 'q', to_k: 'k', to_v: 'v', 'to_out.0': 'proj_out' } as const;

/** The names below `first_stage_model.`. */
export function vaeNames({ block_out_channels: levels, layers_per_block: layers }: VaeConfig): NameTable {
  const last = levels.length - 1;
  const pairs: NamePair[] = [
    ['quant_conv', 'quant_conv'],
    ['post_quant_conv', 'post_quant_conv'],
    ...frameNames('encoder'),
    ...frameNames('decoder'),
  ];
  for (let level = 0; level <= last; level++) {
    const [down, up] = [`encoder.down_blocks.${level}`, `decoder.up_blocks.${level}`];
    const [originalDown, originalUp] = [`encoder.down.${level}`, `decoder.up.${last - level}`];
    for (let layer = 0; layer < layers; layer++) {
      pairs.push(...resnetNames(`${down}.resnets.${layer}`, `${originalDown}.block.${layer}`));
    }
    for (let layer = 0; layer <= layers; layer++) {
      pairs.push(...resnetNames(`${up}.resnets.${layer}`, `${originalUp}.block.${layer}`));
    }
    if (level === last) continue;
    pairs.push([`${down}.downsamplers.0.conv`, `${originalDown}.downsample.conv`]);
    pairs.push([`${up}.upsamplers.0.conv`, `${originalUp}.upsample.conv`]);
  }
  return new NameTable(pairs);
}

/** What encoder and decoder have alike: the first and last layers, and the middle. */
function* frameNames(half: 'encoder' | 'decoder'): Generator<NamePair> {
  yield [`${half}.conv_in`, `${half}.conv_in`];
  yield [`${half}.conv_norm_out`, `${half}.norm_out`];
  yield [`${half}.conv_out`, `${half}.conv_out`];
  yield* resnetNames(`${half}.mid_block.resnets.0`, `${half}.mid.block_1`);
  for (const [ours, theirs] of Object.entries(ATTENTION)) {
    yield [`${half}.mid_block.attentions.0.${ours}`, `${half}.mid.attn_1.${theirs}`];
  }
  yield* resnetNames(`${half}.mid_block.resnets.1`, `${half}.mid.block_2`);
}

/** The inner names are the same but for the shortcut, a “network in network”. */
function* resnetNames(ours: string, theirs: string): Generator<NamePair> {
  yield [ours, theirs];
  yield [`${ours}.conv_shortcut`, `${theirs}.nin_shortcut`];
}
