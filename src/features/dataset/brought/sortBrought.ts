/** What of the files that a person brought is a picture, and what is said of it in the files beside it. */
import { isSystemFile } from '../../../contract/files/systemFiles.ts';
import { naturalOrder } from './naturalOrder.ts';
import { type NotTaken, notAPicture, unreadCaptions } from './notTaken.ts';

/** A file with the path that it had in its folder or zip, parted by `/`. */
export interface BroughtFile {
  path: string;
  file: Blob;
}

export interface SortedFiles {
  /** All that may be pictures, in natural order; what they really are their bytes will tell. */
  pictures: BroughtFile[];
  /** Text files, each with one caption. */
  captions: BroughtFile[];
  /** `metadata.jsonl` or `metadata.csv` as Hugging Face's datasets have them: a line for each picture. */
  lists: BroughtFile[];
  notTaken: NotTaken[];
}

/** kohya's trainer reads `.caption`, most others write `.txt`; where a picture has both, `.txt` counts. */
export const CAPTION_ENDINGS = ['.txt', '.caption'] as const;

const CAPTION = /\.(?:txt|caption)$/i;
const LIST = /(?:^|\/)metadata\.(?:jsonl|csv)$/i;
/** Lists of kohya's scripts and of datasets that are not read here, though captions are in them. */
const UNREAD_LIST = /(?:^|\/)(?:meta_(?:cap|clean|lat)\w*\.json|metadata\.parquet)$/i;
/** What trainers and people keep beside pictures; no need to read any of it to know that it is none. */
const BESIDE = /\.(?:npz|npy|jsonl?|ya?ml|toml|csv|tsv|parquet|md|safetensors|pt|pth|ckpt|bin|py|sh|log|db|ini|lnk)$/i;

export const nameOf = (path: string): string => path.slice(path.lastIndexOf('/') + 1);

/** Parts what was brought; what systems leave in folders is passed over without a word. */
export function sortBrought(brought: readonly BroughtFile[]): SortedFiles {
  const sorted: SortedFiles = { pictures: [], captions: [], lists: [], notTaken: [] };
  for (const file of brought) {
    const { path } = file;
    if (isSystemFile(path)) continue;
    if (CAPTION.test(path)) sorted.captions.push(file);
    else if (LIST.test(path)) sorted.lists.push(file);
    else if (UNREAD_LIST.test(path)) sorted.notTaken.push({ name: nameOf(path), error: unreadCaptions });
    else if (BESIDE.test(path)) sorted.notTaken.push({ name: nameOf(path), error: notAPicture });
    else sorted.pictures.push(file);
  }
  sorted.pictures.sort((a, b) => naturalOrder(a.path, b.path));
  return sorted;
}

/** What a caption's file is looked up by for a picture: `cloth.txt`, or `cloth.jpg.txt`, for `cloth.jpg`. */
export function captionKeys(picture: string): string[] {
  const stem = picture.replace(/\.[^./]+$/, '');
  return CAPTION_ENDINGS.flatMap((ending) => [`${stem}${ending}`, `${picture}${ending}`]).map((key) =>
    key.toLowerCase(),
  );
}
