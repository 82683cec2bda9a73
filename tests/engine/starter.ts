/** The starter model and the sample fabrics, read from the project's own folders. */
import { readFile } from 'node:fs/promises';
import { loadCheckpoint, Model, type Picture } from '@weft/engine';
import { folderSource, openNodeRuntime } from '@weft/engine/node';
import sharp from 'sharp';
import * as z from 'zod';

const PUBLIC = new URL('../../public/', import.meta.url);
const STARTER = new URL('models/starter/', PUBLIC);

/** What the sample fabrics are learnt as. */
export const FABRIC = { instancePrompt: 'a sks african fabric pattern', classPrompt: 'a fabric pattern' } as const;

/** The starter on one core of the processor: every core runs a file of tests. */
export async function openStarter(): Promise<Model> {
  return new Model(openNodeRuntime(1), await loadCheckpoint(folderSource(STARTER, 'weft-starter')));
}

/** The ten sample fabrics at `size` × `size` pixels. */
export async function samplePictures(size: number): Promise<Picture[]> {
  const folder = new URL('samples/', PUBLIC);
  const listing = JSON.parse(await readFile(new URL('samples.json', folder), 'utf8'));
  const { images } = z.object({ images: z.array(z.string()) }).parse(listing);
  return Promise.all(
    images.map(async (file) => {
      const image = sharp(await readFile(new URL(file, folder)))
        .resize(size, size)
        .ensureAlpha();
      return { width: size, height: size, rgba: new Uint8ClampedArray(await image.raw().toBuffer()) };
    }),
  );
}
