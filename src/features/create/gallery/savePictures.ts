/** Several pictures into one zip, each with its settings inside as when it is saved alone. */
import { type ByteSink, ZipWriter } from '../../../kit/files/ZipWriter.ts';
import { chooseZipPlace, fillZip } from '../../../kit/files/zipPlace.ts';
import { t } from '../../../kit/language/t.ts';
import { uniqueName } from '../../../kit/records/uniqueName.ts';
import { pictureName } from '../../drawing/settings/settingsText.ts';
import type { GalleryRecord } from '../galleryRecords.ts';

/** Asks where to, and writes them there; nothing where its person closed the dialogue. */
export async function savePictures(pictures: readonly GalleryRecord[]): Promise<void> {
  const place = await chooseZipPlace(`weft-pictures-${pictures.length}.zip`);
  if (place) await fillZip(place, (sink) => writePictures(pictures, sink));
}

/** @throws StudioError `storage-full` where they are more than a zip can hold */
export async function writePictures(
  pictures: readonly Pick<GalleryRecord, 'settings' | 'png'>[],
  sink: ByteSink,
): Promise<void> {
  const zip = new ZipWriter(sink, t('Choose fewer pictures at a time.'));
  const taken: string[] = [];
  for (const { settings, png } of pictures) {
    const name = uniqueName(pictureName(settings.prompt, settings.seed), taken);
    taken.push(name);
    await zip.add(`${name}.png`, new Uint8Array(await png.arrayBuffer()));
  }
  await zip.end();
}
