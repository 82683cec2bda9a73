/** Single-file checkpoints in the original naming: names in both directions, and the same model as from a folder. */
import { readFileSync } from 'node:fs';
import { loadCheckpoint, Model } from '@weft/engine';
import {
  clipNames,
  clipVocabulary,
  deriveClip,
  deriveOpenClip,
  deriveUNet,
  deriveVae,
  float32Tensor,
  type NameTable,
  openClipNames,
  TextEncoderConfig,
  textEncoderWeights,
  UNetConfig,
  unetNames,
  unetWeights,
  VaeConfig,
  vaeNames,
  vaeWeights,
  type WeightTensor,
  writeSafetensors,
} from '@weft/engine/internal';
import { openNodeRuntime } from '@weft/engine/node';
import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { FAMILIES } from '../../../../scripts/fullSize/families.ts';
import { folderFiles, memorySource, originalTensors, smallModel, withTransformersNames } from './originalFile.ts';

const ROOT = new URL('../../../../', import.meta.url);
const PATH = 'checkpoint.safetensors';

/** Original name and share of rows, by diffusers' name; a text encoder's without `text_model.`. */
const Pairs = z.record(z.string(), z.tuple([z.string(), z.number()]));
const Names = z.record(z.enum(['1', '2']), z.object({ unet: Pairs, autoencoder: Pairs, textEncoder: Pairs }));
const names = Names.parse(JSON.parse(readFileSync(new URL('tests/fixtures/singleFile/names.json', ROOT), 'utf8')));

const clipMerges = async () => readFileSync(new URL('workers/studio/clip/merges.txt', ROOT), 'utf8');

/** The configs of a published family, as its folder has them. */
function published(family: string) {
  const configs = FAMILIES[family]?.();
  return {
    unet: UNetConfig.parse(configs?.unet),
    text: TextEncoderConfig.parse(configs?.text_encoder),
    vae: VaeConfig.parse(configs?.vae),
  };
}

/** A text encoder of as many layers as the names were written for. */
const shortText = { ...published('sd15').text, num_hidden_layers: 3 };

function singleFile(tensors: readonly WeightTensor[], metadata: Record<string, string> = {}, beside = {}) {
  return memorySource({ [PATH]: writeSafetensors(tensors, metadata), ...beside }, PATH);
}

const open = (source: ReturnType<typeof singleFile>) => loadCheckpoint(source, undefined, clipMerges);

describe('the names of a single file', () => {
  const { unet, vae } = published('sd15');
  const tables: [string, NameTable, z.infer<typeof Pairs>, string][] = [
    ['the U-Net', unetNames(unet), names['1'].unet, ''],
    ['the autoencoder', vaeNames(vae), names['1'].autoencoder, ''],
    ['the text encoder of version 1', clipNames(), names['1'].textEncoder, 'text_model.'],
    ['the text encoder of version 2', openClipNames(shortText), names['2'].textEncoder, 'text_model.'],
  ];
  it.each(tables)('of %s are what diffusers takes them for, in both directions', (_, table, pairs, prefix) => {
    for (const [name, [original, part]] of Object.entries(pairs)) {
      expect(table.original(prefix + name)).toMatchObject({ name: original, part });
      expect(table.diffusers(original)[part]).toBe(prefix + name);
    }
    expect(table.original('some.other.weight')).toBeNull();
    expect(table.diffusers('some.other.weight')).toEqual([]);
  });
});

/** Shapes in the original naming of all that the published configs ask for. */
function originalShapes(weights: readonly { name: string; shape: readonly number[] }[], table: NameTable) {
  return new Map(
    weights.map(({ name, shape: [rows = 0, ...rest] }) => {
      const place = table.original(name);
      return [place?.name ?? '', [rows * (place?.of ?? 1), ...rest]];
    }),
  );
}

describe('the configs of a single file', () => {
  it('of Stable Diffusion 1.5 are the published ones', () => {
    const { unet, text, vae } = published('sd15');
    expect(deriveUNet(originalShapes(unetWeights(unet), unetNames(unet)), 1, 64)).toEqual(unet);
    expect(deriveClip(originalShapes(textEncoderWeights(text), clipNames()), 1)).toEqual(text);
    const found = deriveVae(originalShapes(vaeWeights(vae), vaeNames(vae)));
    expect(found).toEqual(vae);
  });

  it('of Stable Diffusion 2.1 are the published ones, its text encoder without the last layer', () => {
    const { unet, text } = published('sd21');
    expect(deriveUNet(originalShapes(unetWeights(unet), unetNames(unet)), 2, 96)).toEqual(unet);
    const whole = { ...text, num_hidden_layers: 24 };
    expect(deriveOpenClip(originalShapes(textEncoderWeights(whole), openClipNames(whole)))).toEqual(text);
  });
});

describe.each([1, 2] as const)('a single file of version %i', (family) => {
  const model = smallModel(family);
  const tensors = originalTensors(model);

  it('computes what the folder computes', async () => {
    const merges = await clipMerges();
    const single = new Model(openNodeRuntime(1), await open(singleFile(tensors)));
    const tokenizer = { model_max_length: 77, ...(family === 2 && { pad_token: '!' }) };
    const folder = memorySource({
      ...folderFiles(model),
      'tokenizer/tokenizer_config.json': tokenizer,
      'tokenizer/vocab.json': clipVocabulary(merges),
      'tokenizer/merges.txt': merges,
    });
    const whole = new Model(openNodeRuntime(1), await loadCheckpoint(folder));
    const prompt = 'a dress of sks fabric!';
    expect(await single.encodePrompt(prompt)).toEqual(await whole.encodePrompt(prompt));
    const latents = Float32Array.from({ length: 4 * 4 * 4 }, (_, i) => Math.sin(i));
    expect(await single.decodeLatents(latents, 4)).toEqual(await whole.decodeLatents(latents, 4));
    const predict = async (opened: Model) => {
      const unet = await opened.denoiser({ batch: 1, height: 4, width: 4, textLength: 77 }, null);
      const encoderHiddenStates = opened.tensor(await opened.encodePrompt(prompt), [1, 77, 64]);
      const feeds = {
        sample: opened.tensor(latents, [1, 4, 4, 4]),
        timesteps: opened.tensor(Float32Array.of(7), [1, 1]),
      };
      return (await unet.run({ ...feeds, encoderHiddenStates })).prediction?.data;
    };
    expect(await predict(single)).toEqual(await predict(whole));
    await Promise.all([single.release(), whole.release()]);
  });

  it('has CLIP’s own tokenizer, padded as the version pads', async () => {
    const { tokenizer } = await open(singleFile(tensors));
    expect(tokenizer.encode('Hello world').ids.slice(0, 5)).toEqual([
      49406,
      3306,
      1002,
      49407,
      family === 1 ? 49407 : 0,
    ]);
  });

  it('is read without its averaged copy and whatever else lies in it', async () => {
    const [first] = tensors as [WeightTensor];
    const more = ['model_ema.num_updates', 'alphas_cumprod', 'cond_stage_model.logit_scale'];
    const { unet } = await open(singleFile([...tensors, ...more.map((name) => ({ ...first, name }))]));
    expect(unet.weights.parameters).toBe((await open(singleFile(tensors))).unet.weights.parameters);
  });

  it('names a tensor that is missing as the file would name it', async () => {
    const lacking = (pattern: RegExp) => open(singleFile(tensors.filter(({ name }) => !pattern.test(name))));
    await expect(lacking(/output_blocks\.1\.0\.out_layers\.3\.bias/)).rejects.toThrow(
      'model.diffusion_model.output_blocks.1.0.out_layers.3.bias',
    );
    await expect(lacking(/first_stage_model\.encoder\.mid\.attn_1\.q\.weight/)).rejects.toThrow(
      'first_stage_model.encoder.mid.attn_1.q.weight',
    );
    await expect(lacking(/^first_stage_model/)).rejects.toThrow(/no autoencoder/);
    await expect(lacking(/^cond_stage_model/)).rejects.toThrow(/no text encoder/);
  });
});

describe('the text encoder of a Stable Diffusion 2 file', () => {
  const model = smallModel(2, 23);
  const prompt = 'a dress of sks fabric';

  const statesOf = async (source: ReturnType<typeof singleFile>) => {
    const opened = new Model(openNodeRuntime(1), await open(source));
    const states = await opened.encodePrompt(prompt);
    await opened.release();
    return states;
  };

  it('has the 23 layers that are used, whichever names they have and whether or not the last one is there', async () => {
    const whole = await statesOf(singleFile(originalTensors(model)));
    const merges = await clipMerges();
    const folder = new Model(
      openNodeRuntime(1),
      await loadCheckpoint(
        memorySource({
          ...folderFiles(model),
          'tokenizer/tokenizer_config.json': { model_max_length: 77, pad_token: '!' },
          'tokenizer/vocab.json': clipVocabulary(merges),
          'tokenizer/merges.txt': merges,
        }),
      ),
    );
    expect(whole).toEqual(await folder.encodePrompt(prompt));
    await folder.release();
    expect(await statesOf(singleFile(originalTensors(model, false)))).toEqual(whole);
    const renamed = withTransformersNames(model);
    expect(await statesOf(singleFile(originalTensors(renamed, false)))).toEqual(whole);
    expect(await statesOf(singleFile(originalTensors(renamed)))).toEqual(whole);
  });
});

describe('a single file without an autoencoder', () => {
  const model = smallModel(1);
  const bare = originalTensors(model).filter(({ name }) => !name.startsWith('first_stage_model.'));
  const vae = Object.fromEntries(Object.entries(folderFiles(model)).filter(([path]) => path.startsWith('vae/')));

  it('says whose fits', async () => {
    await expect(open(singleFile(bare))).rejects.toMatchObject({
      family: 1,
      message: expect.stringContaining('that of any Stable Diffusion 1 model fits'),
    });
  });

  it('takes the one beside it', async () => {
    const latents = Float32Array.from({ length: 64 }, (_, i) => Math.sin(i));
    const decode = async (source: ReturnType<typeof singleFile>) => {
      const opened = new Model(openNodeRuntime(1), await open(source));
      const pixels = await opened.decodeLatents(latents, 4);
      await opened.release();
      return pixels;
    };
    expect(await decode(singleFile(bare, {}, vae))).toEqual(await decode(singleFile(originalTensors(model))));
  });

  it('is named where it is a U-Net and nothing else', async () => {
    const unet = originalTensors(model).filter(({ name }) => name.startsWith('model.diffusion_model.'));
    await expect(open(singleFile(unet))).rejects.toThrow(/only a U-Net/);
    const unprefixed = unet.map((tensor) => ({ ...tensor, name: tensor.name.replace('model.diffusion_model.', '') }));
    await expect(open(singleFile(unprefixed))).rejects.toThrow(/only a U-Net in the original naming/);
  });

  it('is refused where attention lies in the blocks of its autoencoder', async () => {
    const more = float32Tensor('first_stage_model.encoder.down.1.attn.0.norm.weight', [64], new Float32Array(64));
    await expect(open(singleFile([...originalTensors(model), more]))).rejects.toThrow(/AttnDownEncoderBlock2D/);
  });
});

describe('what a single file predicts', () => {
  const tensors = originalTensors(smallModel(2));
  const predictionOf = async (source: ReturnType<typeof singleFile>) => (await open(source)).schedule.config;
  const biases = (scale: number) =>
    tensors.map((tensor) => {
      if (!/output_blocks\.3\.1\.transformer_blocks\.0\.norm1\.bias$/.test(tensor.name)) return tensor;
      const values = Float32Array.from({ length: tensor.shape[0] as number }, (_, i) => (i % 2 ? scale : -scale));
      return { ...tensor, bytes: new Uint8Array(values.buffer) };
    });

  it('is told by the spread of its last norm', async () => {
    expect(await predictionOf(singleFile(biases(0.2)))).toMatchObject({ prediction_type: 'v_prediction' });
    expect(await predictionOf(singleFile(biases(0.05)))).toMatchObject({ prediction_type: 'epsilon' });
    expect((await open(singleFile(biases(0.2)))).unet.config.sample_size).toBe(96);
    expect((await open(singleFile(biases(0.05)))).unet.config.sample_size).toBe(64);
  });

  it('is told by a person before all else', async () => {
    const beside = { 'scheduler/scheduler_config.json': { prediction_type: 'epsilon', steps_offset: 1 } };
    const source = { ...singleFile(biases(0.05), {}, beside), prediction: 'v_prediction' as const };
    const told = await open(source);
    expect(told.schedule.config).toMatchObject({ prediction_type: 'v_prediction', steps_offset: 1 });
    expect(told.unet.config.sample_size).toBe(96);
  });

  it('is told first by its metadata, and before that by a scheduler beside it', async () => {
    const metadata = { 'modelspec.prediction_type': 'epsilon', 'modelspec.resolution': '640x640' };
    const told = await open(singleFile(biases(0.2), metadata));
    expect(told.schedule.config.prediction_type).toBe('epsilon');
    expect(told.unet.config.sample_size).toBe(80);
    const beside = { 'scheduler/scheduler_config.json': { prediction_type: 'v_prediction' } };
    expect(await predictionOf(singleFile(biases(0.05), metadata, beside))).toMatchObject({
      prediction_type: 'v_prediction',
    });
  });
});

describe('a single file of another kind is named', () => {
  const tensors = originalTensors(smallModel(1));
  const named = (...more: string[]) => {
    const tensor = (name: string): WeightTensor => ({ name, dtype: 'F32', shape: [1], bytes: new Uint8Array(4) });
    return singleFile(more.map(tensor));
  };

  it.each([
    ['Stable Diffusion XL', named('conditioner.embedders.0.transformer.x', 'conditioner.embedders.1.model.x')],
    ['the refiner of Stable Diffusion XL', named('conditioner.embedders.0.model.x')],
    ['Stable Diffusion 3', named('model.diffusion_model.joint_blocks.0.context_block.attn.qkv.weight')],
    ['FLUX.1', named('model.diffusion_model.double_blocks.0.img_attn.qkv.weight')],
    ['Stable Cascade', named('clip_txt_pooled_mapper.weight')],
    ['PixArt', named('adaln_single.linear.weight')],
    ['unCLIP', named('embedder.model.visual.proj')],
    ['a LoRA', named('lora_unet_down_blocks_0_attentions_0_proj_in.lora_down.weight')],
    ['a ControlNet', named('control_model.input_blocks.0.0.weight')],
    ['an autoencoder', named('encoder.down.0.block.0.conv1.weight')],
    ['inpainting', singleFile(tensors.map((tensor) => withChannels(tensor, 9)))],
    ['InstructPix2Pix', singleFile(tensors.map((tensor) => withChannels(tensor, 8)))],
    [
      'a latent consistency model',
      singleFile([
        ...tensors,
        { ...(tensors[0] as WeightTensor), name: 'model.diffusion_model.time_embed.cond_proj.weight' },
      ]),
    ],
  ])('as %s', async (kind, source) => {
    await expect(open(source)).rejects.toMatchObject({
      name: 'ArchitectureError',
      message: expect.stringContaining(kind),
    });
  });
});

/** The first convolution with more input channels. */
function withChannels(tensor: WeightTensor, channels: number): WeightTensor {
  if (tensor.name !== 'model.diffusion_model.input_blocks.0.0.weight') return tensor;
  const [rows = 0, , ...kernel] = tensor.shape;
  const shape = [rows, channels, ...kernel];
  return { ...tensor, shape, bytes: new Uint8Array(4 * shape.reduce((product, side) => product * side, 1)) };
}
