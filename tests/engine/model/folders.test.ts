/** Folders in diffusers' layout in the forms that they come in, and what is said of those that can't be used. */
import { describe, expect, it } from 'vitest';
import { loadCheckpoint } from '../../../workers/engine/model/checkpoint.ts';
import { encodeHalf } from '../../../workers/engine/weights/halfFloat.ts';
import { toFloat32, type WeightTensor, writeSafetensors } from '../../../workers/engine/weights/safetensors.ts';
import { readFixtureJson } from '../fixtures.ts';
import { folderFiles, memorySource, smallModel } from './singleFile/originalFile.ts';

const UNET = 'unet/diffusion_pytorch_model';
const model = smallModel(1);
const unetTensors = model.nets.find(({ folder }) => folder === 'unet')?.tensors as WeightTensor[];

/** The small model with the tiny one's tokenizer. */
const files: Record<string, unknown> = {
  ...folderFiles(model),
  'tokenizer/tokenizer.json': readFixtureJson('tokenizer/tokenizer.json'),
  'tokenizer/tokenizer_config.json': readFixtureJson('tokenizer/tokenizer_config.json'),
};

/** The files with some changed, or without them (undefined). */
const open = (changed: Record<string, unknown>) => loadCheckpoint(memorySource({ ...files, ...changed }));

const halved = unetTensors.map((tensor): WeightTensor => {
  const bytes = new Uint8Array(encodeHalf(toFloat32(tensor)).buffer);
  return { ...tensor, dtype: 'F16', bytes };
});

describe('a folder', () => {
  it('is read in half precision where it has both', async () => {
    const both = await open({ [`${UNET}.fp16.safetensors`]: writeSafetensors(halved) });
    const whole = await open({});
    const only = await open({ [`${UNET}.safetensors`]: writeSafetensors(halved) });
    expect(both.unet.weights.fingerprint).toBe(only.unet.weights.fingerprint);
    expect(both.unet.weights.fingerprint).not.toBe(whole.unet.weights.fingerprint);
  });

  it.each(['index.json', 'index.fp16.json'])(
    'is read whose U-Net is split into files that an %s lists',
    async (index) => {
      const half = Math.floor(unetTensors.length / 2);
      const shards = {
        'a-00001-of-00002.safetensors': unetTensors.slice(0, half),
        'a-00002-of-00002.safetensors': unetTensors.slice(half),
      };
      const map = Object.entries(shards).flatMap(([file, tensors]) => tensors.map(({ name }) => [name, file]));
      const split = await open({
        [`${UNET}.safetensors`]: undefined,
        [`${UNET}.safetensors.${index}`]: { metadata: { total_size: 1 }, weight_map: Object.fromEntries(map) },
        ...Object.fromEntries(
          Object.entries(shards).map(([file, tensors]) => [`unet/${file}`, writeSafetensors(tensors)]),
        ),
      });
      expect(split.unet.weights.fingerprint).toBe((await open({})).unet.weights.fingerprint);
    },
  );

  it.each([
    [{ _class_name: 'DDIMScheduler', prediction_type: 'v_prediction' }, { prediction_type: 'v_prediction' }],
    [
      { _class_name: 'EulerDiscreteScheduler', timestep_spacing: 'trailing' },
      { timestep_spacing: 'trailing', prediction_type: 'epsilon' },
    ],
    [{ _class_name: 'PNDMScheduler', skip_prk_steps: true, steps_offset: 1 }, { steps_offset: 1 }],
  ])('takes its noise schedule from the config alone: %o', async (config, expected) => {
    const { schedule } = await open({ 'scheduler/scheduler_config.json': config });
    expect(schedule.config).toMatchObject(expected);
  });
});

describe('a folder that can’t be used is refused', () => {
  const without = (name: string) => writeSafetensors(unetTensors.filter((tensor) => tensor.name !== name));
  const unet = (changed: object) => ({ 'unet/config.json': { ...model.configs.unet, ...changed } });
  const damaged = writeSafetensors(unetTensors).subarray(0, 5000);

  it.each<[string, Record<string, unknown>, string, RegExp]>([
    [
      'by the tensor that is missing',
      { [`${UNET}.safetensors`]: without('conv_in.bias') },
      'WeightsError',
      /conv_in\.bias of unet is missing/,
    ],
    [
      'by the tensor that has another shape',
      unet({ cross_attention_dim: 32 }),
      'WeightsError',
      /attn2\.to_k\.weight of unet is \[/,
    ],
    [
      'by the key that is missing',
      unet({ block_out_channels: undefined }),
      'ArchitectureError',
      /unet\/config\.json: block_out_channels/,
    ],
    [
      'by the key whose value is not built',
      unet({ class_embed_type: 'timestep' }),
      'ArchitectureError',
      /class_embed_type/,
    ],
    ['for a truncated file', { [`${UNET}.safetensors`]: damaged }, 'WeightsError', /truncated/],
    ['without a U-Net', { 'unet/config.json': undefined }, 'MissingFileError', /no U-Net/],
    [
      'with pickled weights alone',
      { [`${UNET}.safetensors`]: undefined, [`${UNET}.bin`]: 'x' },
      'MissingFileError',
      /\.bin, which may run code/,
    ],
    [
      'as Stable Diffusion XL',
      { 'model_index.json': { _class_name: 'StableDiffusionXLPipeline' } },
      'ArchitectureError',
      /Stable Diffusion XL/,
    ],
    [
      'as inpainting by its pipeline',
      { 'model_index.json': { _class_name: 'StableDiffusionInpaintPipeline' } },
      'ArchitectureError',
      /inpainting/,
    ],
    ['as Kandinsky', { 'model_index.json': { _class_name: 'KandinskyV22Pipeline' } }, 'ArchitectureError', /Kandinsky/],
    [
      'by the name of a pipeline nobody knows',
      { 'model_index.json': { _class_name: 'NovelPipeline' } },
      'ArchitectureError',
      /NovelPipeline/,
    ],
    [
      'as FLUX by its transformer',
      { 'unet/config.json': undefined, 'transformer/config.json': { _class_name: 'FluxTransformer2DModel' } },
      'ArchitectureError',
      /FLUX/,
    ],
    [
      'as SD 3 by its transformer',
      { 'unet/config.json': undefined, 'transformer/config.json': { _class_name: 'SD3Transformer2DModel' } },
      'ArchitectureError',
      /Stable Diffusion 3/,
    ],
    ['as inpainting by its channels', unet({ in_channels: 9 }), 'ArchitectureError', /inpainting/],
    ['as InstructPix2Pix by its channels', unet({ in_channels: 8 }), 'ArchitectureError', /InstructPix2Pix/],
    ['as SDXL by its U-Net', unet({ addition_embed_type: 'text_time' }), 'ArchitectureError', /Stable Diffusion XL/],
    ['as an LCM with its own U-Net', unet({ time_cond_proj_dim: 256 }), 'ArchitectureError', /latent consistency/],
  ])('%s', async (_, changed, kind, message) => {
    const error = await open(changed).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(Error);
    const { message: said, advice } = error as Error & { advice: string };
    expect((error as Error).constructor.name).toBe(kind);
    expect(said).toMatch(message);
    expect(advice).toMatch(/\w+ .*\.$/);
  });
});
