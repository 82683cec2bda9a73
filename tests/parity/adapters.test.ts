/**
 * Adapters both ways, on the processor: LoRAs that PEFT and diffusers wrote draw here what they draw there, and ours are
 * written down for diffusers and PEFT to draw with (`reference/parity/check_ours.py`) where WEFT_PARITY_OURS names a
 * folder.
 */
import { beforeAll, describe, expect, it } from 'vitest';
import { inTextEncoder } from '../../workers/engine/adapters/adaptedNets.ts';
import { peftConfigOf } from '../../workers/engine/adapters/formats/loraSettings.ts';
import { readLora } from '../../workers/engine/adapters/formats/readLora.ts';
import { writeLora } from '../../workers/engine/adapters/formats/writeLora.ts';
import type { LoraAdapter, LoraModule } from '../../workers/engine/adapters/loraLayout.ts';
import type { Model } from '../../workers/engine/model/model.ts';
import type { Picture } from '../../workers/engine/model/picture.ts';
import { parseSafetensors } from '../../workers/engine/weights/safetensors.ts';
import { PICTURE_BOUND } from './cases/images.ts';
import { handOver } from './handOver.ts';
import { nodeLane } from './nodeLane.ts';
import { readPng } from './pngPixels.ts';
import { hold } from './rows.ts';
import { drawSubject, levelsApart, openStarter, PictureSettings, VISIBLE_LEVELS } from './starterPictures.ts';
import { strongLora } from './strongLora.ts';

const FOLDER = 'tests/fixtures/adapters';

const readJson = async (path: string): Promise<unknown> =>
  JSON.parse(new TextDecoder().decode(await nodeLane.read(path)));

let model: Model;
let subject: PictureSettings;
let plain: Picture;

const drawWith = ({ seed, ...settings }: PictureSettings, adapter: LoraAdapter | null): Promise<Picture> =>
  drawSubject(model, { ...settings, adapters: adapter ? [{ adapter, weight: 1 }] : [] }, seed);

beforeAll(async () => {
  model = await openStarter(nodeLane);
  subject = PictureSettings.parse(await readJson(`${FOLDER}/adapters.json`));
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
    expect(levelsApart(ours, plain)).toBeGreaterThan(VISIBLE_LEVELS);
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
    expect(levelsApart(picture, plain)).toBeGreaterThan(VISIBLE_LEVELS);
    await handOver('adapters', name, picture, {
      'subject.json': subject,
      'adapter.json': { modules: modules.length },
      'diffusers.safetensors': writeLora(adapter, 'diffusers'),
      'kohya.safetensors': writeLora(adapter, 'kohya'),
      ...(!modules.some(inTextEncoder) && {
        'peft/adapter_model.safetensors': writeLora(adapter, 'peft'),
        'peft/adapter_config.json': peftConfigOf(adapter),
      }),
    });
  });
});
