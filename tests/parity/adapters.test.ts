/**
 * Adapters both ways, on the processor: LoRAs that PEFT and diffusers wrote draw here what they draw there, and ours are
 * written down for diffusers and PEFT to draw with (`reference/parity/check_ours.py`) where WEFT_PARITY_OURS names a
 * folder.
 */
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import process from 'node:process';
import sharp from 'sharp';
import { beforeAll, describe, expect, it } from 'vitest';
import * as z from 'zod';
import { inTextEncoder } from '../../workers/engine/adapters/adaptedNets.ts';
import { peftConfigOf } from '../../workers/engine/adapters/formats/loraSettings.ts';
import { readLora } from '../../workers/engine/adapters/formats/readLora.ts';
import { writeLora } from '../../workers/engine/adapters/formats/writeLora.ts';
import type { LoraAdapter, LoraModule } from '../../workers/engine/adapters/loraLayout.ts';
import type { Model } from '../../workers/engine/model/model.ts';
import type { Picture } from '../../workers/engine/model/picture.ts';
import { parseSafetensors } from '../../workers/engine/weights/safetensors.ts';
import { PICTURE_BOUND } from './cases/images.ts';
import { nodeLane } from './nodeLane.ts';
import { readPng } from './pngPixels.ts';
import { hold } from './rows.ts';
import { drawSubject, levelsApart, openStarter } from './starterPictures.ts';
import { strongLora } from './strongLora.ts';

const FOLDER = 'tests/fixtures/adapters';
/** Below this a picture hardly shows whether the adapter was applied at all. */
const VISIBLE = 20;

const Listing = z.object({
  prompt: z.string(),
  negativePrompt: z.string(),
  guidanceScale: z.number(),
  samplingSteps: z.number(),
  sampler: z.literal('dpmsolver++'),
  seed: z.number(),
});

const readJson = async (path: string): Promise<unknown> =>
  JSON.parse(new TextDecoder().decode(await nodeLane.read(path)));

let model: Model;
let subject: z.infer<typeof Listing>;
let plain: Picture;

const drawWith = ({ seed, ...settings }: z.infer<typeof Listing>, adapter: LoraAdapter | null): Promise<Picture> =>
  drawSubject(model, { ...settings, adapters: adapter ? [{ adapter, weight: 1 }] : [] }, seed);

beforeAll(async () => {
  model = await openStarter(nodeLane);
  subject = Listing.parse(await readJson(`${FOLDER}/adapters.json`));
  plain = await drawWith(subject, null);
});

describe('adapters that PEFT and diffusers wrote', () => {
  it.each([
    { name: 'peft', modules: 56, rank: 4, loraAlpha: 32 },
    { name: 'diffusers', modules: 31, rank: 3, loraAlpha: 1 },
    { name: 'diffusers-older', modules: 44, rank: 2, loraAlpha: 2 },
    { name: 'diffusers-oldest', modules: 24, rank: 2, loraAlpha: 2 },
    { name: 'kohya', modules: 133 + 18, rank: 2, loraAlpha: 1 },
  ])('$name', async ({ name, modules, ...settings }) => {
    const file = name === 'peft' ? 'peft/adapter_model.safetensors' : `${name}.safetensors`;
    const options = name === 'peft' ? { peftConfig: await readJson(`${FOLDER}/peft/adapter_config.json`) } : {};
    const weights = parseSafetensors(await nodeLane.read(`${FOLDER}/${file}`));
    const { adapter, leftOut } = readLora(weights, model.adaptableModules, options);
    expect(leftOut).toEqual([]);
    expect(adapter).toMatchObject(settings);
    expect(adapter.modules).toHaveLength(modules);

    const reference = await readPng(await nodeLane.read(`${FOLDER}/${name}.png`));
    const ours = await drawWith(subject, adapter);
    expect(levelsApart(ours, plain)).toBeGreaterThan(VISIBLE);
    hold({
      what: `adapter that ${name === 'peft' ? 'PEFT' : 'diffusers'} reads, drawn by us (${name})`,
      lane: 'cpu',
      measured: levelsApart(ours, reference),
      bound: PICTURE_BOUND,
      unit: 'levels of 255',
    });
  });
});

const isKernel = ({ kernel = 1 }: LoraModule) => kernel > 1;

/** What is handed to diffusers and PEFT: the course's settings, and those of kohya's scripts with kernels of their own. */
const ours = [
  {
    name: 'attention-rank-4-alpha-32',
    rank: 4,
    loraAlpha: 32,
    adapts: ({ name }: LoraModule) => /\.attn[12]\./.test(name),
  },
  { name: 'unet-rank-3-alpha-1', rank: 3, loraAlpha: 1, adapts: (module: LoraModule) => !inTextEncoder(module) },
  { name: 'both-nets-rank-3-alpha-1', rank: 3, loraAlpha: 1, adapts: () => true },
];

describe('adapters for diffusers and PEFT', () => {
  it.each(ours)('$name', async ({ name, adapts, ...settings }) => {
    const modules = model.adaptableModules
      .filter(adapts)
      .map((module) => (isKernel(module) ? { ...module, rank: 1, loraAlpha: 2 } : module));
    const adapter = strongLora({ ...settings, modules }, 301);
    const picture = await drawWith(subject, adapter);
    expect(levelsApart(picture, plain)).toBeGreaterThan(VISIBLE);
    if (process.env.WEFT_PARITY_OURS)
      await handOver(join(process.env.WEFT_PARITY_OURS, 'adapters', name), adapter, picture);
  });
});

/** The adapter in every layout that can hold it, the picture that we drew with it, and what was drawn. */
async function handOver(folder: string, adapter: LoraAdapter, { width, height, rgba }: Picture): Promise<void> {
  await mkdir(join(folder, 'peft'), { recursive: true });
  await sharp(rgba, { raw: { width, height, channels: 4 } })
    .png()
    .toFile(join(folder, 'picture.png'));
  await writeFile(join(folder, 'subject.json'), JSON.stringify(subject));
  await writeFile(join(folder, 'modules.json'), JSON.stringify(adapter.modules.length));
  for (const layout of ['diffusers', 'kohya'] as const) {
    await writeFile(join(folder, `${layout}.safetensors`), writeLora(adapter, layout));
  }
  if (adapter.modules.some(inTextEncoder)) return;
  await writeFile(join(folder, 'peft', 'adapter_model.safetensors'), writeLora(adapter, 'peft'));
  await writeFile(join(folder, 'peft', 'adapter_config.json'), JSON.stringify(peftConfigOf(adapter)));
}
