/** Files that did not become an image or a caption: all of them in one message, by what is wrong with them. */
import type { ErrorInfo } from '../../../contract/errors.ts';
import { t } from '../../../kit/language/t.ts';

/** A file that was not taken, and why. */
export interface NotTaken {
  name: string;
  error: Pick<ErrorInfo, 'message' | 'advice'>;
}

/** Files that the same is wrong with. */
export interface NotTakenGroup {
  /** In words: all names, or the first of many and how many more there are. */
  names: string;
  message: string;
  advice: string;
}

/** Names that are spelt out of one group; nobody reads more. */
const MOST_NAMES = 12;

export const notAPicture = {
  get message() {
    return t('This is not a picture.');
  },
  get advice() {
    return t('Pictures and their captions are taken; what else lies in a folder is not needed here.');
  },
} as const;

export const unreadCaptions = {
  get message() {
    return t('Captions in a list of this kind are not read.');
  },
  get advice() {
    return t('Save them as metadata.jsonl or metadata.csv, or in a text file beside each picture.');
  },
} as const;

/** In the order in which each reason first came up. */
export function groupNotTaken(files: readonly NotTaken[]): NotTakenGroup[] {
  const groups = new Map<string, { names: string[]; error: NotTaken['error'] }>();
  for (const { name, error } of files) {
    const key = `${error.message}\n${error.advice}`;
    const group = groups.get(key) ?? { names: [], error };
    group.names.push(name);
    groups.set(key, group);
  }
  return [...groups.values()].map(({ names, error: { message, advice } }) => ({
    names: listed(names),
    message,
    advice,
  }));
}

function listed(names: readonly string[]): string {
  const more = names.length - MOST_NAMES;
  return more > 0
    ? t('{names} and {more} more', { names: names.slice(0, MOST_NAMES).join(', '), more })
    : names.join(', ');
}
