/** Images cut anew out of their photographs: one of them otherwise, or several more of the same, each press one step. */
import type { Crop } from '../../../contract/pictures/crop.ts';
import { pngBlob } from '../../../kit/images/storedPng.ts';
import { t } from '../../../kit/language/t.ts';
import { cropPhotograph, prepareImage } from '../../../session/imageClient.ts';
import { keep } from '../../../session/noticesStore.ts';
import { noteAdded, noteChanged } from '../datasetSteps.ts';
import { keepImages, newPlace, noteStored, showImages, useDataset } from '../datasetStore.ts';
import { datasetOf, type ImageRecord, imageRecords } from '../imageRecords.ts';
import { sameCrop } from './cropGeometry.ts';
import { holdOriginals } from './originals.ts';
import { type CropSource, keptSource } from './photographOf.ts';

/** What changes of an image that is cut out otherwise. */
type Cut = Pick<ImageRecord, 'bytes' | 'side' | 'sourceWidth' | 'sourceHeight' | 'original' | 'crop'>;

const imageNow = (id: string) => useDataset.getState().images.find((image) => image.id === id);

/**
 * Shows another square of an image's photograph.
 * @param crop undefined for the middle square, exactly as it is when the photograph is added
 * @throws StudioError where the photograph cannot be decoded, or storage has no room for what is there of it
 */
export async function cropImage(id: string, source: CropSource, crop: Crop | undefined): Promise<void> {
  const image = imageNow(id);
  if (!image || sameCrop(image.crop, crop)) return;
  const letGo = await holdOriginals();
  try {
    const original = await keptSource(source);
    const { bytes, side } = await cutAnew(source.file, crop);
    const after: Cut = {
      bytes: pngBlob(bytes),
      side,
      sourceWidth: source.width,
      sourceHeight: source.height,
      original,
      crop,
    };
    const before: Cut = {
      bytes: image.bytes,
      side: image.side,
      sourceWidth: image.sourceWidth,
      sourceHeight: image.sourceHeight,
      original: image.original,
      crop: image.crop,
    };
    await showCut(id, after);
    noteChanged(
      t('Crop of {name}', { name: image.name }),
      { undo: () => showCut(id, before), again: () => showCut(id, after), forget: letGo },
      datasetOf(id),
    );
  } catch (error) {
    await letGo();
    throw error;
  }
}

/** Its middle is cut by what cuts photographs that are added, so that it is the same to the bit. */
async function cutAnew(file: Blob, crop: Crop | undefined): Promise<{ bytes: ArrayBuffer; side: number }> {
  if (!crop) return prepareImage(file);
  const [cut] = await cropPhotograph(file, [crop]);
  if (!cut) throw new Error('a crop was asked for, and none came');
  return cut;
}

async function showCut(id: string, cut: Cut): Promise<void> {
  useDataset.setState(({ images }) => ({
    images: images.map((image) => (image.id === id ? { ...image, ...cut } : image)),
  }));
  const image = imageNow(id);
  if (!image) return;
  if (useDataset.getState().unsaved.includes(id)) await keepImages([image]);
  // Its caption may be written in another tab meanwhile.
  else noteStored([id], await keep(async () => void (await imageRecords.update(id, (now) => ({ ...now, ...cut })))));
}

/**
 * Adds further images of an image's photograph, with its caption.
 * @throws StudioError as `cropImage`
 */
export async function addCrops(id: string, source: CropSource, crops: readonly Crop[]): Promise<void> {
  const letGo = await holdOriginals();
  try {
    const original = await keptSource(source);
    const cuts = await cropPhotograph(source.file, crops);
    const image = imageNow(id);
    if (!image) return;
    const records: ImageRecord[] = [];
    for (const [place, { bytes, side }] of cuts.entries()) {
      records.push({
        ...(await newPlace(cropName(image.name, place + 1), datasetOf(id))),
        bytes: pngBlob(bytes),
        side,
        sourceWidth: source.width,
        sourceHeight: source.height,
        notes: [],
        sample: null,
        caption: image.caption,
        original,
        crop: crops[place],
      });
    }
    showImages(records);
    await keepImages(records);
    noteAdded(
      datasetOf(id),
      records.map((record) => record.id),
    );
  } finally {
    await letGo();
  }
}

/** `cloth.jpg` → `cloth (crop 2).jpg`. */
function cropName(name: string, number: number): string {
  const [, base = name, ending = ''] = /^(.+?)(\.[^.]*)?$/.exec(name) ?? [];
  return `${base} (${t('crop {number}', { number })})${ending}`;
}
