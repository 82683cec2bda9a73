/** One change of many captions: words found and replaced, others put before and after. */
import { PICTURE_SETTINGS } from '../../../contract/settings/pictureSettings.ts';

export interface CaptionEdit {
  before: string;
  after: string;
  /** As it stands, capitals and all; empty finds nothing. */
  find: string;
  replaceBy: string;
  /** Whether images without a caption get one too. */
  emptyToo: boolean;
}

export const NO_EDIT: CaptionEdit = { before: '', after: '', find: '', replaceBy: '', emptyToo: false };

interface Captioned {
  id: string;
  caption: string;
}

/** What an edit would come to. */
export interface CaptionChanges {
  /** Id of an image → its caption then, of those that change. */
  captions: Readonly<Record<string, string>>;
  /** Captions that would be longer than a prompt can be: nothing is changed as long as there is one. */
  tooLong: number;
}

export function captionChanges(images: readonly Captioned[], edit: CaptionEdit): CaptionChanges {
  const changed = images
    .map(({ id, caption }) => ({ id, caption, now: editedCaption(caption, edit) }))
    .filter(({ caption, now }) => caption !== now);
  return {
    captions: Object.fromEntries(changed.map(({ id, now }) => [id, now])),
    tooLong: changed.filter(({ now }) => now.length > PICTURE_SETTINGS.prompt.limits.max).length,
  };
}

/** A caption after the edit, without spaces at its ends. One without words stays so, unless empty ones are meant too. */
export function editedCaption(caption: string, { before, after, find, replaceBy, emptyToo }: CaptionEdit): string {
  if (caption.trim() === '' && !emptyToo) return caption;
  const replaced = find === '' ? caption : caption.replaceAll(find, () => replaceBy);
  if (before === '' && after === '' && replaced === caption) return caption;
  // What parts it from words that are not there goes too.
  if (replaced.trim() === '') return joined(before.replace(/[\s,;]+$/, ''), after.replace(/^[\s,;]+/, '')).trim();
  return joined(joined(before, replaced), after).trim();
}

/** Two pieces with a space between them, unless one has its own or a sign of punctuation comes next. */
function joined(first: string, second: string): string {
  if (first === '' || second === '') return first + second;
  return /\s$/.test(first) || /^[\s,;.:!?)]/.test(second) ? first + second : `${first} ${second}`;
}
