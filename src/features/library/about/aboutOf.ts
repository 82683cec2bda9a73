/** What is said of an item: by its person, else by the file it came from, else by its run. */
import { ABOUT_SETTINGS, type ItemAbout, NOTHING_SAID, readAbout } from '../../../contract/library/itemAbout.ts';
import { type LibraryItem, subjectPrompt } from '../libraryState.ts';

export function aboutOf(item: LibraryItem): ItemAbout {
  if (item.about) return item.about;
  const said = item.origin.kind === 'foreign' ? readAbout(item.origin.metadata) : NOTHING_SAID;
  return { ...said, trigger: said.trigger || triggerOf(item) };
}

/** The words that bring out what was learnt. */
function triggerOf(item: LibraryItem): string {
  const words = item.method === 'embedding' ? item.embedding.token : (subjectPrompt(item) ?? '');
  return words.trim().slice(0, ABOUT_SETTINGS.trigger.limits.max);
}
