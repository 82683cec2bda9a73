/** Whether the engine can draw with a model, told from its small files before any large one is fetched. */
import * as z from 'zod';
import { describeTextWidth } from '../engine/adapters/guessArchitecture.ts';
import { AutoencoderConfig, parseConfig, TextEncoderConfig, UNetConfig } from '../engine/nets/configs.ts';
import { Failure } from '../outcome.ts';
import { MODEL_INDEX } from './chooseFiles.ts';

/** Reads a small file of a model that isn't stored yet; null where it has no such file. */
export type ReadSmallFile = (path: string) => Promise<string | null>;

const ModelIndex = z.object({ _class_name: z.string() });

/** Pipelines by the beginning of their class's name in diffusers, and what people call them. */
const UNSUPPORTED: readonly (readonly [RegExp, string])[] = [
  [/^StableDiffusionXL/, 'Stable Diffusion XL'],
  [/^StableDiffusion3/, 'Stable Diffusion 3'],
  [
    /^StableDiffusion(Inpaint|Depth2Img|Upscale|LatentUpscale|InstructPix2Pix|ImageVariation)/,
    'a Stable Diffusion that needs a picture to begin with',
  ],
  [/^Flux/, 'FLUX'],
  [/^(StableCascade|Wuerstchen)/, 'Stable Cascade'],
  [/^PixArt/, 'PixArt'],
  [/^Kandinsky/, 'Kandinsky'],
  [/^HunyuanDiT/, 'Hunyuan-DiT'],
  [/^Sana/, 'Sana'],
  [/^AuraFlow/, 'AuraFlow'],
  [/^(IF|DeepFloyd)/, 'DeepFloyd IF'],
];
const SUPPORTED = /^(StableDiffusionPipeline|StableDiffusionImg2ImgPipeline)$/;

/**
 * The architecture in words, e.g. `Stable Diffusion 1`.
 * @throws Failure naming an architecture that the engine doesn't build; ArchitectureError naming the config's key
 */
export async function recognise(read: ReadSmallFile): Promise<string> {
  refuseOtherPipelines(await read(MODEL_INDEX));
  const unet = await config(read, UNetConfig, 'unet/config.json');
  await config(read, TextEncoderConfig, 'text_encoder/config.json');
  await config(read, AutoencoderConfig, 'vae/config.json');
  return describeTextWidth(unet.cross_attention_dim) ?? 'Stable Diffusion’s architecture';
}

/** @param index the text of `model_index.json`; null where there is none */
export function refuseOtherPipelines(index: string | null): void {
  const parsed = ModelIndex.safeParse(index === null ? null : parseJson(index, MODEL_INDEX));
  if (!parsed.success) return;
  const { _class_name: pipeline } = parsed.data;
  if (SUPPORTED.test(pipeline)) return;
  const known = UNSUPPORTED.find(([pattern]) => pattern.test(pipeline))?.[1];
  throw new Failure(
    'model-unsupported',
    known
      ? `This model is ${known}, which the studio can’t draw with.`
      : `This model is made for “${pipeline}”, which the studio can’t draw with.`,
    'Choose one of Stable Diffusion 1 or 2, or a fine-tune of them.',
  );
}

async function config<T>(read: ReadSmallFile, schema: z.ZodType<T>, path: string): Promise<T> {
  return parseConfig(schema, parseJson((await read(path)) ?? 'null', path), path);
}

function parseJson(text: string, path: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new Failure(
      'model-damaged',
      `The model’s file ${path} is damaged.`,
      'Get the file again, or choose another model.',
    );
  }
}
