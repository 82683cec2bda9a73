/**
 * The U-Net's modules as CompVis' `openaimodel.py` numbers them: one list of blocks down, one up, in which samplers
 * between the levels count as blocks of their own (down) or as the last part of one (up).
 */
import type { UNetConfig } from '../../../nets/configs.ts';
import { type NamePair, NameTable } from './nameTable.ts';

const RESNET = {
  norm1: 'in_layers.0',
  conv1: 'in_layers.2',
  time_emb_proj: 'emb_layers.1',
  norm2: 'out_layers.0',
  conv2: 'out_layers.3',
  conv_shortcut: 'skip_connection',
} as const;

const OUTSIDE: readonly NamePair[] = [
  ['time_embedding.linear_1', 'time_embed.0'],
  ['time_embedding.linear_2', 'time_embed.2'],
  ['conv_in', 'input_blocks.0.0'],
  ['conv_norm_out', 'out.0'],
  ['conv_out', 'out.2'],
];

/** The names below `model.diffusion_model.`. */
export function unetNames(config: UNetConfig): NameTable {
  return new NameTable([...OUTSIDE, ...downNames(config), ...middleNames(), ...upNames(config)]);
}

function* downNames({ down_block_types: levels, layers_per_block: layers }: UNetConfig): Generator<NamePair> {
  let block = 1;
  for (const [level, type] of levels.entries()) {
    const ours = `down_blocks.${level}`;
    for (let layer = 0; layer < layers; layer++, block++) {
      yield* resnetNames(`${ours}.resnets.${layer}`, `input_blocks.${block}.0`);
      if (type === 'CrossAttnDownBlock2D') yield [`${ours}.attentions.${layer}`, `input_blocks.${block}.1`];
    }
    if (level < levels.length - 1) yield [`${ours}.downsamplers.0.conv`, `input_blocks.${block++}.0.op`];
  }
}

function* middleNames(): Generator<NamePair> {
  yield* resnetNames('mid_block.resnets.0', 'middle_block.0');
  yield ['mid_block.attentions.0', 'middle_block.1'];
  yield* resnetNames('mid_block.resnets.1', 'middle_block.2');
}

function* upNames({ up_block_types: levels, layers_per_block: layers }: UNetConfig): Generator<NamePair> {
  let block = 0;
  for (const [level, type] of levels.entries()) {
    const ours = `up_blocks.${level}`;
    const attends = type === 'CrossAttnUpBlock2D';
    for (let layer = 0; layer <= layers; layer++, block++) {
      yield* resnetNames(`${ours}.resnets.${layer}`, `output_blocks.${block}.0`);
      if (attends) yield [`${ours}.attentions.${layer}`, `output_blocks.${block}.1`];
      if (layer === layers && level < levels.length - 1) {
        yield [`${ours}.upsamplers.0`, `output_blocks.${block}.${attends ? 2 : 1}`];
      }
    }
  }
}

function* resnetNames(ours: string, theirs: string): Generator<NamePair> {
  for (const [part, original] of Object.entries(RESNET)) yield [`${ours}.${part}`, `${theirs}.${original}`];
}
