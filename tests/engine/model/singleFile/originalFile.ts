/** A small model of Stable Diffusion's kind with random weights, in diffusers' layout and as a single file. */
import { bytesSource, MissingFileError, type ModelSource } from '@weft/engine';
import {
  clipNames,
  type NameTable,
  openClipNames,
  TextEncoderConfig,
  textEncoderWeights,
  UNetConfig,
  unetNames,
  unetWeights,
  VaeConfig,
  type Value,
  vaeNames,
  vaeWeights,
  type WeightTensor,
  writeSafetensors,
} from '@weft/engine/internal';
import { spread } from '../../graph/evaluate.ts';

export type Family = 1 | 2;

/** Small configs whose sizes can be told from shapes alone, as the published ones can. */
export function smallConfigs(family: Family, layers = 2) {
  const width = 64;
  return {
    text_encoder: {
      vocab_size: 49408,
      hidden_size: width,
      intermediate_size: 128,
      num_hidden_layers: layers,
      num_attention_heads: 1,
      max_position_embeddings: 77,
      hidden_act: family === 1 ? 'quick_gelu' : 'gelu',
    },
    unet: {
      sample_size: 64,
      in_channels: 4,
      out_channels: 4,
      block_out_channels: [64, 128],
      down_block_types: ['CrossAttnDownBlock2D', 'DownBlock2D'],
      up_block_types: ['UpBlock2D', 'CrossAttnUpBlock2D'],
      layers_per_block: 1,
      cross_attention_dim: width,
      attention_head_dim: family === 1 ? 8 : [1, 2],
      use_linear_projection: family === 2,
    },
    vae: {
      in_channels: 3,
      out_channels: 3,
      latent_channels: 4,
      block_out_channels: [32, 64],
      layers_per_block: 1,
    },
  };
}

/** The weights of each net, by diffusers' names. */
export interface SmallModel {
  family: Family;
  configs: ReturnType<typeof smallConfigs>;
  nets: {
    folder: 'text_encoder' | 'unet' | 'vae';
    file: string;
    names: NameTable;
    prefix: string;
    tensors: WeightTensor[];
  }[];
}

/** @param layers of the text encoder that are used @param fill gives tensors of these names and shapes */
export function smallModel(family: Family, layers = 2, fill = randomTensors): SmallModel {
  const configs = smallConfigs(family, layers);
  const text = TextEncoderConfig.parse(configs.text_encoder);
  const unet = UNetConfig.parse(configs.unet);
  const vae = VaeConfig.parse(configs.vae);
  return {
    family,
    configs,
    nets: [
      {
        folder: 'text_encoder',
        file: 'model',
        names: family === 1 ? clipNames() : openClipNames(text),
        prefix: family === 1 ? 'cond_stage_model.transformer.' : 'cond_stage_model.model.',
        tensors: fill(textEncoderWeights(text)),
      },
      {
        folder: 'unet',
        file: 'diffusion_pytorch_model',
        names: unetNames(unet),
        prefix: 'model.diffusion_model.',
        tensors: fill(unetWeights(unet)),
      },
      {
        folder: 'vae',
        file: 'diffusion_pytorch_model',
        names: vaeNames(vae),
        prefix: 'first_stage_model.',
        tensors: fill(vaeWeights(vae)),
      },
    ],
  };
}

function randomTensors(weights: readonly Value[]): WeightTensor[] {
  return weights.map(({ name, shape }, index) => {
    const { data } = spread(shape, index, -0.05, 0.05);
    return { name, dtype: 'F32', shape: [...shape], bytes: new Uint8Array(data.buffer) };
  });
}

/** Tensors without their numbers, where only a header is to be made. */
export function shapesAlone(weights: readonly Value[]): WeightTensor[] {
  return weights.map(({ name, shape }) => ({ name, dtype: 'F32', shape: [...shape], bytes: new Uint8Array(0) }));
}

/** The same, its text encoder named as transformers names it. */
export function withTransformersNames(model: SmallModel): SmallModel {
  const nets = model.nets.map((net) =>
    net.folder === 'text_encoder' ? { ...net, names: clipNames(), prefix: 'cond_stage_model.transformer.' } : net,
  );
  return { ...model, nets };
}

/** The tensors as the original code names and shapes them; queries, keys and values joined where it has them so. */
export function originalTensors({ family, nets, configs }: SmallModel, lastLayer = true): WeightTensor[] {
  const joined = new Map<string, WeightTensor[]>();
  for (const { names, prefix, tensors } of nets) {
    for (const tensor of tensors) {
      const place = names.original(tensor.name);
      if (!place) throw new Error(`${tensor.name} has no original name`);
      const shares = joined.get(prefix + place.name) ?? [];
      shares[place.part] = tensor;
      joined.set(prefix + place.name, shares);
    }
  }
  const found = [...joined].map(([name, shares]) => original(name, shares));
  if (family === 1 || !lastLayer) return found;
  // The last layer of OpenCLIP's encoder, which Stable Diffusion 2 does not use: other numbers than any before it.
  const last = configs.text_encoder.num_hidden_layers;
  const layer = new RegExp(`((?:resblocks|encoder\\.layers)\\.)${last - 1}\\.`);
  return [
    ...found,
    ...found
      .filter(({ name }) => layer.test(name))
      .map((tensor) => ({
        ...tensor,
        name: tensor.name.replace(layer, `$1${last}.`),
        bytes: tensor.bytes.map((byte, i) => (i % 4 === 2 ? byte ^ 0x15 : byte)),
      })),
  ];
}

function original(name: string, shares: readonly WeightTensor[]): WeightTensor {
  const [{ dtype, shape }] = shares as [WeightTensor];
  const [rows = 0, ...rest] = shape;
  const whole = [rows * shares.length, ...rest];
  const convolution = /mid\.attn_1\.(?:q|k|v|proj_out)\.weight$/.test(name);
  return {
    name,
    dtype,
    shape: convolution ? [...whole, 1, 1] : whole,
    bytes: Buffer.concat(shares.map(({ bytes }) => bytes)),
  };
}

/** A source of files in memory: text, JSON or bytes by their paths. */
export function memorySource(files: Record<string, unknown>, singleFile?: string): ModelSource {
  const bytesOf = (path: string): Uint8Array => {
    const content = files[path];
    if (content === undefined) throw new MissingFileError(`there is no ${path}`, 'Choose another model.');
    if (content instanceof Uint8Array) return content;
    return new TextEncoder().encode(typeof content === 'string' ? content : JSON.stringify(content));
  };
  return {
    name: 'in memory',
    paths: new Set(Object.keys(files)),
    singleFile,
    read: async (path) => bytesOf(path),
    open: async (path) => bytesSource(bytesOf(path)),
    size: async (path) => bytesOf(path).length,
  };
}

/** The files of the model in diffusers' layout, but for the tokenizer's. */
export function folderFiles({ configs, nets }: SmallModel): Record<string, unknown> {
  return {
    'scheduler/scheduler_config.json': {},
    ...Object.fromEntries(
      nets.flatMap(({ folder, file, tensors }) => [
        [`${folder}/config.json`, configs[folder]],
        [`${folder}/${file}.safetensors`, writeSafetensors(tensors)],
      ]),
    ),
  };
}
