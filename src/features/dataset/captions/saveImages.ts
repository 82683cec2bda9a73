/** The dataset as a zip that trainers read: pictures, and beside each that has one its caption as a text of the same name. */
import { type ByteSink, ZipWriter } from '../../../kit/files/ZipWriter.ts';
import { chooseZipPlace, fillZip } from '../../../kit/files/zipPlace.ts';
import { t } from '../../../kit/language/t.ts';
import { uniqueName } from '../../../kit/records/uniqueName.ts';
import type { ImageRecord } from '../imageRecords.ts';

/** Asks where to, and writes them there; nothing where its person closed the dialogue. @throws StudioError */
export async function saveImages(images: readonly ImageRecord[]): Promise<void> {
  const place = await chooseZipPlace('weft-images.zip');
  if (place) await fillZip(place, (sink) => writeImages(images, sink));
}

/** @throws StudioError `storage-full` where they are more than a zip can hold */
export async function writeImages(
  images: readonly Pick<ImageRecord, 'name' | 'bytes' | 'caption'>[],
  sink: ByteSink,
): Promise<void> {
  const zip = new ZipWriter(sink, t('Take some images out of the dataset, and download those by themselves.'));
  const taken: string[] = [];
  for (const { name, bytes, caption } of images) {
    const base = uniqueName(baseName(name), taken);
    taken.push(base);
    await zip.add(`${base}.png`, new Uint8Array(await bytes.arrayBuffer()));
    if (caption.trim() !== '') await zip.add(`${base}.txt`, new TextEncoder().encode(`${caption.trim()}\n`));
  }
  await zip.end();
}

/** A name that every system takes, without its ending. */
function baseName(name: string): string {
  const base = name
    .replace(/\.[^.]*$/, '')
    .replace(/[^\p{L}\p{N} ._()-]+/gu, '-')
    .replace(/^[ .-]+|[ .]+$/g, '');
  return base === '' ? 'image' : base;
}
