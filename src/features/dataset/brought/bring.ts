/** From files as a person dropped or chose them to pictures with captions: zips unpacked, captions read, all in order. */
import { t } from '../../../kit/language/t.ts';
import { errorInfoOf } from '../../../kit/worker/outcome.ts';
import { unpackPictures } from '../../../session/imageClient.ts';
import { type Captions, readCaptions } from './captionFiles.ts';
import type { NotTaken } from './notTaken.ts';
import { type BroughtFile, nameOf, sortBrought } from './sortBrought.ts';

/** A file that may be a picture, and what the files beside it say that it shows. */
export interface BroughtPicture extends BroughtFile {
  name: string;
  caption: string;
}

export interface Brought {
  /** In natural order of their paths. */
  pictures: BroughtPicture[];
  notTaken: NotTaken[];
}

const ZIP = /\.zip$/i;

/** Names of what is to be read, before a byte of it is: zips count as one. */
export function namesToRead(files: readonly BroughtFile[]): string[] {
  return sortBrought(files).pictures.map(({ path }) => nameOf(path));
}

/** Never rejects: what can't be read is among what is not taken. */
export async function bring(files: readonly BroughtFile[]): Promise<Brought> {
  const notTaken: NotTaken[] = [];
  const unpacked: BroughtFile[] = [];
  for (const file of files) {
    if (ZIP.test(file.path)) unpacked.push(...(await unzipped(file, notTaken)));
    else unpacked.push(file);
  }
  const sorted = sortBrought(unpacked);
  const paths = sorted.pictures.map(({ path }) => path);
  const captions = await captionsOf(sorted.captions, sorted.lists, notTaken);
  notTaken.push(...sorted.notTaken, ...(captions?.notTaken(paths) ?? []));
  const pictures = sorted.pictures.map(({ path, file }) => ({
    path,
    file,
    name: nameOf(path),
    caption: captions?.of(path) ?? '',
  }));
  if (pictures.length + notTaken.length === 0) notTaken.push({ name: folderName(files), error: nothingInIt });
  return { pictures, notTaken };
}

/** The zip's files as if its folder had been brought. */
async function unzipped({ path, file }: BroughtFile, notTaken: NotTaken[]): Promise<BroughtFile[]> {
  try {
    const { files, refused } = await unpackPictures(file);
    notTaken.push(...refused.map(({ path: inner, error }) => ({ name: nameOf(inner), error })));
    if (files.length + refused.length === 0) notTaken.push({ name: nameOf(path), error: nothingInIt });
    return files.map((inner) => ({ path: `${path.replace(ZIP, '')}/${inner.path}`, file: inner.file }));
  } catch (error) {
    notTaken.push({ name: nameOf(path), error: errorInfoOf(error) });
    return [];
  }
}

/** Null where a file of them can't be read any more, as when it was deleted meanwhile; the pictures are taken without. */
async function captionsOf(
  texts: readonly BroughtFile[],
  lists: readonly BroughtFile[],
  notTaken: NotTaken[],
): Promise<Captions | null> {
  try {
    return await readCaptions(texts, lists);
  } catch (error) {
    notTaken.push({ name: t('Captions'), error: errorInfoOf(error) });
    return null;
  }
}

function folderName(files: readonly BroughtFile[]): string {
  return files[0]?.path.split('/')[0] || t('What you added');
}

const nothingInIt = {
  get message() {
    return t('There is no picture in it.');
  },
  get advice() {
    return t('Add photos or pictures: JPEG, PNG, WebP, GIF, AVIF or BMP.');
  },
} as const;
