/** Writes a folder in diffusers' layout of a full-size architecture with random weights, one tensor in memory at a time. */
import { copyFile, mkdir, open, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { layoutSafetensors } from '../../workers/engine/weights/safetensorsWriter.ts';
import { FAMILIES, type Family } from './families.ts';
import { type NetFile, netFiles } from './netWeights.ts';
import { type RandomDtype, randomWeight } from './randomWeights.ts';

export interface WriteOptions {
  family: string;
  folder: string;
  dtype: RandomDtype;
  seed: number;
  /** Hears of each file that is whole. */
  log: (line: string) => void;
}

/** A vocabulary in the form that Stable Diffusion was published with. It is small; the embeddings have 49,408 rows all the same. */
const TOKENIZER = 'tests/fixtures/reduced-sd15/tokenizer';
const TOKENIZER_FILES = ['merges.txt', 'special_tokens_map.json', 'tokenizer_config.json', 'vocab.json'];

/** Fills `folder`. @throws RangeError where the family is not known */
export async function writeModel({ family: name, folder, dtype, seed, log }: WriteOptions): Promise<void> {
  const family = FAMILIES[name]?.();
  if (!family) throw new RangeError(`"${name}" is none of ${Object.keys(FAMILIES).join(', ')}`);
  for (const file of netFiles(family)) {
    await writeNet(join(folder, file.path), file, dtype, seed);
    log(file.path);
  }
  await writeSettings(folder, family);
  await mkdir(join(folder, 'tokenizer'), { recursive: true });
  for (const file of TOKENIZER_FILES) await copyFile(join(TOKENIZER, file), join(folder, 'tokenizer', file));
}

async function writeNet(path: string, { weights }: NetFile, dtype: RandomDtype, seed: number): Promise<void> {
  const entries = weights.map(({ name: tensor, shape }) => ({ name: tensor, dtype, shape: [...shape] }));
  const { header, ordered } = layoutSafetensors(entries, { format: 'pt' });
  await mkdir(dirname(path), { recursive: true });
  const file = await open(path, 'w');
  try {
    await file.write(header);
    for (const { name: tensor, shape } of ordered) await file.writeFile(randomWeight(tensor, shape, dtype, seed));
  } finally {
    await file.close();
  }
}

async function writeSettings(folder: string, { scheduler, ...nets }: Family): Promise<void> {
  const index = {
    _class_name: 'StableDiffusionPipeline',
    _diffusers_version: '0.42.1',
    feature_extractor: [null, null],
    safety_checker: [null, null],
    scheduler: ['diffusers', scheduler._class_name],
    text_encoder: ['transformers', 'CLIPTextModel'],
    tokenizer: ['transformers', 'CLIPTokenizer'],
    unet: ['diffusers', 'UNet2DConditionModel'],
    vae: ['diffusers', 'AutoencoderKL'],
  };
  const files: Record<string, unknown> = {
    'model_index.json': index,
    'scheduler/scheduler_config.json': scheduler,
    ...Object.fromEntries(Object.entries(nets).map(([net, config]) => [`${net}/config.json`, config])),
  };
  for (const [path, json] of Object.entries(files)) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), `${JSON.stringify(json, null, 2)}\n`);
  }
}
