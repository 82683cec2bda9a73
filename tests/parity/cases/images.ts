/** Whole pictures: prompt, negative prompt, guidance and seed on the starter, against diffusers' pipeline. */
import * as z from 'zod';
import type { ParityCase } from '../lane.ts';
import { readPng } from '../pngPixels.ts';
import { drawSubject, levelsApart, openStarter, PictureSettings } from '../starterPictures.ts';

const FOLDER = 'tests/fixtures/images';
const Listing = z.array(PictureSettings.extend({ file: z.string() }));

/** Levels that no pixel may be apart by more than: two roundings of the last bits of a float32 drawing. */
export const PICTURE_BOUND = 2;

export const images: ParityCase = async (lane) => {
  const listing = Listing.parse(JSON.parse(new TextDecoder().decode(await lane.read(`${FOLDER}/images.json`))));
  const model = await openStarter(lane);
  const rows = [];
  for (const { file, seed, ...subject } of listing) {
    const reference = await readPng(await lane.read(`${FOLDER}/${file}`));
    const ours = await drawSubject(model, { ...subject, adapters: [] }, seed);
    rows.push({
      what: `image, starter, ${subject.samplingSteps} steps (${subject.sampler})`,
      lane: lane.name,
      measured: levelsApart(ours, reference),
      bound: PICTURE_BOUND,
      unit: 'levels of 255',
    });
  }
  await model.release();
  return rows;
};
