/** The starter model and the sample fabrics, read from the project's own folders. */
import { readFile } from 'node:fs/promises';
import { bytesSource, loadCheckpoint, Model, type ModelSource, type Picture } from '@weft/engine';
import { writeSafetensors } from '@weft/engine/internal';
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

/** The U-Net that the starter had before: adapters were made for it. */
const SecondVersion = z.object({ config: z.unknown(), shapes: z.record(z.string(), z.array(z.number())) });

/** The starter with the U-Net of its second version, all weights of which are 0: for what looks at shapes alone. */
export async function openSecondStarter(): Promise<Model> {
  const kept = await readFile(new URL('../fixtures/second-starter/unet.json', import.meta.url), 'utf8');
  const { config, shapes } = SecondVersion.parse(JSON.parse(kept));
  const weights = writeSafetensors(
    Object.entries(shapes).map(([name, shape]) => {
      const bytes = new Uint8Array(2 * shape.reduce((product, length) => product * length, 1));
      return { name, dtype: 'F16', shape, bytes };
    }),
  );
  const others = folderSource(STARTER, 'weft-starter');
  const source: ModelSource = {
    ...others,
    read: (path) =>
      path === 'unet/config.json'
        ? Promise.resolve(new TextEncoder().encode(JSON.stringify(config)))
        : others.read(path),
    open: (path) => (path.startsWith('unet/') ? Promise.resolve(bytesSource(weights)) : others.open(path)),
    size: (path) => (path.startsWith('unet/') ? Promise.resolve(weights.length) : others.size(path)),
  };
  return new Model(openNodeRuntime(1), await loadCheckpoint(source));
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
