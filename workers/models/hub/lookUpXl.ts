/** Looks at a repository for a model of Stable Diffusion XL: which of its files a run needs, and what its configs say of it. */
import { parseShallowJson } from '@weft/engine';
import * as z from 'zod';
import { studioError } from '../../../src/contract/errors.ts';
import { say } from '../../../src/contract/message.ts';
import { Prediction } from '../../../src/contract/models.ts';
import type { HubRequest, UnknownHub, XlModel } from '../../../src/contract/modelsWorker.ts';
import { chooseFiles } from '../chooseFiles.ts';
import { openRepository } from './openRepository.ts';

const Index = z.object({ _class_name: z.string().max(200) });
const UNet = z.object({
  sample_size: z.number().int().positive().max(1024),
  addition_embed_type: z.literal('text_time'),
  in_channels: z.literal(4),
});
const Vae = z.object({ block_out_channels: z.array(z.number()).min(1).max(8), latents_mean: z.null().optional() });
const Scheduler = z.object({ prediction_type: Prediction.default('epsilon') });

/** Pipelines that make pictures of prompts; a refiner's and an inpainting model's are others. */
const PIPELINE = /^StableDiffusionXL(?:Img2Img)?Pipeline$/;

/** @throws StudioError where the repository holds another model, or can't be had */
export async function lookUpXl(request: HubRequest, signal: AbortSignal): Promise<XlModel | UnknownHub> {
  const opened = await openRepository(request, signal);
  if ('unknownHub' in opened) return opened;
  const { name, origin, files, byPath, source } = opened;
  const read = async <T>(path: string, schema: z.ZodType<T>): Promise<T> => {
    const parsed = byPath.has(path) ? schema.safeParse(jsonOf(await source.read(path))) : null;
    if (parsed?.success) return parsed.data;
    throw noXl(origin.repository);
  };
  const { _class_name } = await read('model_index.json', Index);
  if (!PIPELINE.test(_class_name)) throw noXl(origin.repository);
  const chosen = new Set(chooseFiles(new Set(byPath.keys()), true));
  const { sample_size } = await read('unet/config.json', UNet);
  const { block_out_channels } = await read('vae/config.json', Vae);
  const { prediction_type: predicts } = await read('scheduler/scheduler_config.json', Scheduler);
  return {
    name,
    origin,
    files: files.filter(({ path }) => chosen.has(path)),
    nativeSize: sample_size * 2 ** (block_out_channels.length - 1),
    predicts,
  };
}

function jsonOf(bytes: Uint8Array): unknown {
  try {
    return parseShallowJson(new TextDecoder().decode(bytes));
  } catch {
    return null;
  }
}

const noXl = (repository: string) =>
  studioError(
    'model-unsupported',
    say('“{repository}” is no model of Stable Diffusion XL in diffusers’ layout.', { repository }),
    'Name one that is, or leave the field empty and open Stable Diffusion 1 or 2 here, as Library, Add a model does.',
  );
