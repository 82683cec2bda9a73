/**
 * Adapters both ways, on the processor: LoRAs that PEFT and diffusers wrote draw here what they draw there, and ours are
 * handed to diffusers and PEFT (`reference/parity/check_ours.py`) where WEFT_PARITY_OURS names a folder.
 */

import { type LoraModule, type Model, type Picture, peftConfigOf, writeLora } from '@weft/engine';
import { inTextEncoder } from '@weft/engine/internal';
import { beforeAll, describe, expect, it } from 'vitest';
import { adapterPictures, adapters, readFixtureAdapter } from './cases/adapters.ts';
import { handOver } from './handOver.ts';
import { nodeLane } from './nodeLane.ts';
import { hold } from './rows.ts';
import { drawSubject, levelsApart, openStarter, type PictureSettings, VISIBLE_LEVELS } from './starterPictures.ts';
import { strongLora } from './strongLora.ts';

let model: Model;

beforeAll(async () => {
  model = await openStarter(nodeLane);
});

describe('adapters that PEFT and diffusers wrote', () => {
  it.each([
    { name: 'peft', modules: 32, rank: 4, loraAlpha: 32 },
    { name: 'diffusers', modules: 19, rank: 2, loraAlpha: 1 },
    { name: 'diffusers-older', modules: 28, rank: 2, loraAlpha: 2 },
    { name: 'diffusers-oldest', modules: 16, rank: 2, loraAlpha: 2 },
    { name: 'kohya', modules: 97 + 18, rank: 1, loraAlpha: 1 },
  ] as const)('$name is read whole', async ({ name, modules, ...settings }) => {
    const adapter = await readFixtureAdapter(nodeLane, name, model.adaptableModules);
    expect(adapter).toMatchObject(settings);
    expect(adapter.modules).toHaveLength(modules);
  });

  it('draw here what they draw there', async () => {
    const rows = await adapters(nodeLane);
    expect(rows).toHaveLength(5);
    for (const row of rows) hold(row);
  });
});

const isKernel = ({ kernel = 1 }: LoraModule) => kernel > 1;

/** What is handed over: the course's settings, and those of kohya's scripts with kernels of their own. */
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
  let settings: Omit<PictureSettings, 'seed'>;
  let seed: number;
  let plain: Picture;

  beforeAll(async () => {
    ({ seed, ...settings } = await adapterPictures(nodeLane));
    plain = await drawSubject(model, { ...settings, adapters: [] }, seed);
  });

  it.each(ours)('$name', async ({ name, adapts, ...factors }) => {
    const modules = model.adaptableModules
      .filter(adapts)
      .map((module) => (isKernel(module) ? { ...module, rank: 1, loraAlpha: 2 } : module));
    const adapter = strongLora({ ...factors, modules }, 301);
    const picture = await drawSubject(model, { ...settings, adapters: [{ adapter, weight: 1 }] }, seed);
    expect(levelsApart(picture, plain)).toBeGreaterThan(VISIBLE_LEVELS);
    await handOver('adapters', name, picture, {
      'subject.json': { ...settings, seed },
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
