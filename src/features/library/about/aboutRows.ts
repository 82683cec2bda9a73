/** What is said of an item, and the digests of the file it came from, as labels and values. */
import { ABOUT_SETTINGS, NOTHING_SAID } from '../../../contract/library/itemAbout.ts';
import { t } from '../../../kit/language/t.ts';
import type { OriginRow } from '../cards/originRows.ts';
import type { LibraryItem } from '../libraryState.ts';
import { aboutOf } from './aboutOf.ts';

/** Hexadecimal digits by which Civitai knows a file, and its numbers. */
const AUTO_V2 = 10;
const AUTO_V3 = 12;

export function aboutRows(item: LibraryItem): OriginRow[] {
  const about = aboutOf(item);
  const said = (Object.keys(NOTHING_SAID) as (keyof typeof NOTHING_SAID)[])
    .filter((field) => about[field] !== '')
    .map((field) => ({ label: t(ABOUT_SETTINGS[field].label), value: about[field] }));
  const { hashes } = item;
  const digests = hashes
    ? [
        { label: t('Hash of its file (AutoV2)'), value: hashes.file.slice(0, AUTO_V2).toUpperCase() },
        { label: t('Hash of its numbers (AutoV3)'), value: hashes.weights.slice(0, AUTO_V3).toUpperCase() },
      ]
    : [];
  return [...said, ...digests];
}
