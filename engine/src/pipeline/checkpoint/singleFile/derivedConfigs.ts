/**
 * A single file has no `config.json`: each net's sizes are read off its tensors' shapes, and what no shape tells is
 * what the family was published with.
 */
import { parseConfig, TextEncoderConfig, UNetConfig, VaeConfig } from '../../../nets/configs.ts';
import { ArchitectureError } from '../../../nets/errors.ts';
import { foreignInput } from '../../../nets/families.ts';
import type { StoredTensors } from '../../../weights/weightFile.ts';

/** Shapes by name, names without their net's prefix. */
export type Shapes = ReadonlyMap<string, readonly number[]>;

export function shapesOf(tensors: StoredTensors): Shapes {
  return new Map([...tensors].map(([name, { shape }]) => [name, shape]));
}

/** 2 is told from 1 by OpenCLIP's text encoder. */
export type Family = 1 | 2;

/** Heads of attention: 8 on each level in Stable Diffusion 1, of 64 channels each in 2 and in every text encoder. */
const HEADS = 8;
const HEAD_WIDTH = 64;

const LATENT_CHANNELS = 4;

/** Layers of OpenCLIP's ViT-H/14, whose last one Stable Diffusion 2 leaves out. */
const OPEN_CLIP_LAYERS = 24;
/** Numbers of each token that cross-attention reads, by the published families. */
const FAMILY_WIDTHS: Readonly<Record<number, Family>> = { 768: 1, 1024: 2 };

/**
 * The family of a U-Net by the shapes below `model.diffusion_model.`: by what width of text it reads or, where neither of
 * the published ones is, by how attention is projected, by 1×1 convolutions in 1, by linear layers in 2.
 */
export function familyOf(shapes: Shapes): Family {
  const width = shapes.get('middle_block.1.transformer_blocks.0.attn2.to_k.weight')?.[1] ?? 0;
  return FAMILY_WIDTHS[width] ?? (shapes.get('middle_block.1.proj_in.weight')?.length === 2 ? 2 : 1);
}

/** Sizes of a U-Net by the shapes below `model.diffusion_model.`. Throws ArchitectureError for other kinds. */
export function deriveUNet(shapes: Shapes, family: Family, sampleSize: number): UNetConfig {
  const inChannels = side(shapes, 'input_blocks.0.0.weight', 1);
  const foreign = foreignInput(inChannels, LATENT_CHANNELS);
  if (foreign) throw new ArchitectureError(`This file is ${foreign}, which this engine doesn’t draw with.`);
  if (shapes.has('time_embed.cond_proj.weight')) {
    throw new ArchitectureError(
      'This file is a latent consistency model with a U-Net of its own, which this engine doesn’t build.',
    );
  }
  const levels: { channels: number; layers: number; attends: boolean }[] = [];
  let begun = false;
  for (let block = 1; ; block++) {
    const channels = shapes.get(`input_blocks.${block}.0.in_layers.2.weight`)?.[0];
    const level = levels.at(-1);
    if (channels === undefined) {
      if (!shapes.has(`input_blocks.${block}.0.op.weight`)) break;
      begun = false;
    } else if (begun && level) {
      level.layers++;
    } else {
      levels.push({ channels, layers: 1, attends: shapes.has(`input_blocks.${block}.1.norm.weight`) });
      begun = true;
    }
  }
  const channels = levels.map((level) => level.channels);
  return parseConfig(
    UNetConfig,
    {
      sample_size: sampleSize,
      in_channels: inChannels,
      out_channels: side(shapes, 'out.2.weight', 0),
      block_out_channels: channels,
      down_block_types: levels.map(({ attends }) => (attends ? 'CrossAttnDownBlock2D' : 'DownBlock2D')),
      up_block_types: levels.toReversed().map(({ attends }) => (attends ? 'CrossAttnUpBlock2D' : 'UpBlock2D')),
      layers_per_block: levels[0]?.layers,
      cross_attention_dim: side(shapes, 'middle_block.1.transformer_blocks.0.attn2.to_k.weight', 1),
      attention_head_dim: family === 1 ? HEADS : channels.map((count) => count / HEAD_WIDTH),
      use_linear_projection: shapes.get('middle_block.1.proj_in.weight')?.length === 2,
    },
    'The U-Net of the file',
  );
}

/** Sizes of a VAE by the shapes below `first_stage_model.`. */
export function deriveVae(shapes: Shapes): VaeConfig {
  const channels = countUp((level) => shapes.get(`encoder.down.${level}.block.0.conv1.weight`)?.[0]);
  const attends = (part: string, level: number) => shapes.has(`${part}.${level}.attn.0.norm.weight`);
  return parseConfig(
    VaeConfig,
    {
      in_channels: side(shapes, 'encoder.conv_in.weight', 1),
      out_channels: side(shapes, 'decoder.conv_out.weight', 0),
      latent_channels: side(shapes, 'post_quant_conv.weight', 0),
      block_out_channels: channels,
      down_block_types: channels.map((_, level) => `${attends('encoder.down', level) ? 'Attn' : ''}DownEncoderBlock2D`),
      up_block_types: channels
        .map((_, level) => `${attends('decoder.up', level) ? 'Attn' : ''}UpDecoderBlock2D`)
        .toReversed(),
      layers_per_block: countUp((layer) => shapes.get(`encoder.down.0.block.${layer}.conv1.weight`)?.[0]).length,
    },
    'The autoencoder of the file',
  );
}

/**
 * Sizes of a text encoder by transformers' names. Stable Diffusion 2's has its last layer in few files; what other layers
 * there are is used.
 */
export function deriveClip(shapes: Shapes, family: Family): TextEncoderConfig {
  const depth = countUp((layer) => shapes.get(`text_model.encoder.layers.${layer}.layer_norm1.weight`)?.[0]).length;
  return textConfig({
    vocabulary: side(shapes, 'text_model.embeddings.token_embedding.weight', 0),
    width: side(shapes, 'text_model.embeddings.token_embedding.weight', 1),
    positions: side(shapes, 'text_model.embeddings.position_embedding.weight', 0),
    inner: side(shapes, 'text_model.encoder.layers.0.mlp.fc1.weight', 0),
    layers: family === 2 && depth === OPEN_CLIP_LAYERS ? depth - 1 : depth,
    activation: family === 2 ? 'gelu' : 'quick_gelu',
  });
}

/**
 * Sizes of Stable Diffusion 2's text encoder, by OpenCLIP's names: the state before the last layer is what it uses. Files
 * that diffusers wrote back lack that layer already.
 */
export function deriveOpenClip(shapes: Shapes): TextEncoderConfig {
  const depth = countUp((layer) => shapes.get(`transformer.resblocks.${layer}.ln_1.weight`)?.[0]).length;
  return textConfig({
    vocabulary: side(shapes, 'token_embedding.weight', 0),
    width: side(shapes, 'token_embedding.weight', 1),
    positions: side(shapes, 'positional_embedding', 0),
    inner: side(shapes, 'transformer.resblocks.0.mlp.c_fc.weight', 0),
    layers: depth === OPEN_CLIP_LAYERS - 1 ? depth : depth - 1,
    activation: 'gelu',
  });
}

interface TextSizes {
  vocabulary: number;
  width: number;
  positions: number;
  inner: number;
  layers: number;
  activation: TextEncoderConfig['hidden_act'];
}

function textConfig({ vocabulary, width, positions, inner, layers, activation }: TextSizes): TextEncoderConfig {
  return parseConfig(
    TextEncoderConfig,
    {
      vocab_size: vocabulary,
      hidden_size: width,
      intermediate_size: inner,
      num_hidden_layers: layers,
      num_attention_heads: width / HEAD_WIDTH,
      max_position_embeddings: positions,
      hidden_act: activation,
    },
    'The text encoder of the file',
  );
}

/** One side of a tensor that every file of the kind has. Throws ArchitectureError naming it where it is missing. */
function side(shapes: Shapes, name: string, axis: number): number {
  const found = shapes.get(name)?.[axis];
  if (found === undefined)
    throw new ArchitectureError(`The file lacks the tensor ${name}, which tells the net’s sizes.`);
  return found;
}

/** What `at` gives for 0, 1, 2, … until there is nothing. */
function countUp(at: (index: number) => number | undefined): number[] {
  const found: number[] = [];
  for (let next = at(0); next !== undefined; next = at(found.length)) found.push(next);
  return found;
}
