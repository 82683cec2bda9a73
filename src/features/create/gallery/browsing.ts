/** Which of the gallery's pictures are looked at: by words, by adapter, by mark. */
import { settingsLine } from '../../drawing/settings/settingsText.ts';
import type { GalleryRecord } from '../galleryRecords.ts';

export interface Browsing {
  /** All of these words, in any order, in what a picture was drawn from and with. */
  words: string;
  /** The name of an adapter; null for pictures with any and with none. */
  adapter: string | null;
  /** Only those that were marked. */
  favourites: boolean;
}

export const ALL_PICTURES: Browsing = { words: '', adapter: null, favourites: false };

export const looksAtAll = ({ words, adapter, favourites }: Browsing): boolean =>
  words.trim() === '' && adapter === null && !favourites;

/** Those that are looked at, in their order. */
export function matching<P extends GalleryRecord>(pictures: readonly P[], browsing: Browsing): readonly P[] {
  if (looksAtAll(browsing)) return pictures;
  const words = folded(browsing.words).split(/\s+/).filter(Boolean);
  return pictures.filter(
    (picture) =>
      (!browsing.favourites || picture.favourite === true) &&
      (browsing.adapter === null || picture.adapters.some(({ name }) => name === browsing.adapter)) &&
      (words.length === 0 || containsAll(toldOf(picture), words)),
  );
}

/** The names of all adapters that pictures were drawn with, in the alphabet's order. */
export function adaptersOf(pictures: readonly GalleryRecord[]): string[] {
  const names = new Set(pictures.flatMap(({ adapters }) => adapters.map(({ name }) => name)));
  return [...names].sort((a, b) => a.localeCompare(b));
}

const containsAll = (text: string, words: readonly string[]): boolean => words.every((word) => text.includes(word));

const toldOf = (picture: GalleryRecord): string =>
  folded(
    [
      picture.settings.prompt,
      picture.settings.negativePrompt,
      settingsLine(picture.settings, picture),
      picture.model,
    ].join(' '),
  );

/** Without upper case and accents: who looks for `Ete` finds `été`. */
const folded = (text: string): string => text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();
