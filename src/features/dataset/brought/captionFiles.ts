/** Captions out of the files that trainers and people keep beside pictures. */
import { t } from '../../../kit/language/t.ts';
import { readCaptionList } from './captionLists.ts';
import type { NotTaken } from './notTaken.ts';
import { type BroughtFile, captionKeys, nameOf } from './sortBrought.ts';

/** A caption is a sentence or two; a longer file is something else. */
const LONGEST_TEXT = 64 * 1024;
const LONGEST_LIST = 16 * 1024 ** 2;

/** The captions of pictures, by the pictures' paths; asked for one after the other. */
export interface Captions {
  /** The picture's caption, or an empty text. */
  of: (picture: string) => string;
  /** Files of captions that no picture was found for, and what else was wrong with them. */
  notTaken: (pictures: readonly string[]) => NotTaken[];
}

/** Reads all files of captions. A picture's own text file counts before the line of a list. */
export async function readCaptions(texts: readonly BroughtFile[], lists: readonly BroughtFile[]): Promise<Captions> {
  const refused: NotTaken[] = [];
  const own = new Map<string, { name: string; caption: string }>();
  for (const { path, file } of texts) {
    const name = nameOf(path);
    if (file.size > LONGEST_TEXT) refused.push({ name, error: tooLong });
    else own.set(path.toLowerCase(), { name, caption: firstLine(textOf(await file.arrayBuffer())) });
  }
  const listed = new Map<string, string>();
  for (const { path, file } of lists) {
    if (file.size > LONGEST_LIST) {
      refused.push({ name: nameOf(path), error: tooLong });
      continue;
    }
    const { captions, broken } = readCaptionList(path, textOf(await file.arrayBuffer()));
    const folder = path.slice(0, path.length - nameOf(path).length);
    for (const [picture, caption] of captions) listed.set(pathIn(folder, picture).toLowerCase(), firstLine(caption));
    if (broken > 0) refused.push({ name: nameOf(path), error: brokenLines(broken) });
  }
  const ownKey = (picture: string) => captionKeys(picture).find((key) => own.has(key));
  return {
    of(picture) {
      const key = ownKey(picture);
      return (key === undefined ? listed.get(picture.toLowerCase()) : own.get(key)?.caption) ?? '';
    },
    notTaken(pictures) {
      const used = new Set(pictures.flatMap((picture) => captionKeys(picture)));
      const alone = [...own].flatMap(([key, { name }]) => (used.has(key) ? [] : [{ name, error: noPicture }]));
      return [...refused, ...alone];
    },
  };
}

/** kohya's trainer takes the first line of a text for the caption; empty lines before it don't count. */
function firstLine(text: string): string {
  return (
    text
      .split(/\r\n?|\n/)
      .map((line) => line.trim())
      .find((line) => line !== '') ?? ''
  );
}

/** A path as it is written in a list beside the pictures. */
function pathIn(folder: string, path: string): string {
  return folder + path.replaceAll('\\', '/').replace(/^(?:\.?\/)+/, '');
}

/** UTF-8, or UTF-16 where a byte order mark says so; what is neither is Windows' Western text. */
function textOf(bytes: ArrayBuffer): string {
  const [first, second] = new Uint8Array(bytes);
  if (first === 0xff && second === 0xfe) return new TextDecoder('utf-16le').decode(bytes);
  if (first === 0xfe && second === 0xff) return new TextDecoder('utf-16be').decode(bytes);
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder('windows-1252').decode(bytes);
  }
}

const noPicture = {
  get message() {
    return t('No picture of this name came with it.');
  },
  get advice() {
    return t('A caption’s file has the name of its picture; add both together.');
  },
} as const;

const tooLong = {
  get message() {
    return t('This text is too long for captions.');
  },
  get advice() {
    return t('Keep a sentence or two for each picture.');
  },
} as const;

const brokenLines = (count: number) => ({
  message:
    count === 1 ? t('One of its lines names no picture.') : t('{count} of its lines name no picture.', { count }),
  advice: t('Each line has “file_name” and “text”, as JSON or as columns of a table; the other lines were taken.'),
});
