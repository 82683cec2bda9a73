/** LoRAs that PEFT and diffusers wrote and read, in every layout: the pictures that they draw with them, drawn by us. */
import { type LoraModule, parseSafetensors, readLora } from '@weft/engine';
import type { LoraAdapter } from '@weft/engine/internal';
import type { Lane, ParityCase } from '../lane.ts';
import { readPng } from '../pngPixels.ts';
import { drawSubject, levelsApart, openStarter, PictureSettings, VISIBLE_LEVELS } from '../starterPictures.ts';
import { PICTURE_BOUND } from './images.ts';

const FOLDER = 'tests/fixtures/adapters';

/** The adapters of the fixtures by their names, each in the layout that it is named for. */
const ADAPTER_FIXTURES = ['peft', 'diffusers', 'diffusers-older', 'diffusers-oldest', 'kohya'] as const;

const readJson = async (lane: Lane, path: string): Promise<unknown> =>
  JSON.parse(new TextDecoder().decode(await lane.read(`${FOLDER}/${path}`)));

/** What the reference's pictures are of. */
export async function adapterPictures(lane: Lane): Promise<PictureSettings> {
  return PictureSettings.parse(await readJson(lane, 'adapters.json'));
}

/** One adapter of the fixtures, for a model with these layers; throws AdapterError where one of its layers is not among them. */
export async function readFixtureAdapter(
  lane: Lane,
  name: (typeof ADAPTER_FIXTURES)[number],
  available: readonly LoraModule[],
): Promise<LoraAdapter> {
  const file = name === 'peft' ? 'peft/adapter_model.safetensors' : `${name}.safetensors`;
  const options = name === 'peft' ? { peftConfig: await readJson(lane, 'peft/adapter_config.json') } : {};
  return readLora(parseSafetensors(await lane.read(`${FOLDER}/${file}`)), available, options).adapter;
}

export const adapters: ParityCase = async (lane) => {
  const model = await openStarter(lane);
  const { seed, ...settings } = await adapterPictures(lane);
  const plain = await drawSubject(model, { ...settings, adapters: [] }, seed);
  const rows = [];
  for (const name of ADAPTER_FIXTURES) {
    const adapter = await readFixtureAdapter(lane, name, model.adaptableModules);
    const picture = await drawSubject(model, { ...settings, adapters: [{ adapter, weight: 1 }] }, seed);
    if (levelsApart(picture, plain) <= VISIBLE_LEVELS) throw new RangeError(`the adapter ${name} changes nothing`);
    rows.push({
      what: `adapter that ${name === 'peft' ? 'PEFT' : 'diffusers'} reads, drawn by us (${name})`,
      lane: lane.name,
      measured: levelsApart(picture, await readPng(await lane.read(`${FOLDER}/${name}.png`))),
      bound: PICTURE_BOUND,
      unit: 'levels of 255',
    });
  }
  await model.release();
  return rows;
};
