/** What is said of an item: by its person, else by the file it came from, else by its run. */
import { type ItemAbout, NOTHING_SAID, readAbout } from '../../../contract/library/itemAbout.ts';
import type { LibraryItem } from '../libraryState.ts';

export function aboutOf(item: LibraryItem): ItemAbout {
  if (item.about) return item.about;
  const said = item.origin.kind === 'foreign' ? readAbout(item.origin.metadata) : NOTHING_SAID;
  return { ...said, trigger: said.trigger || triggerOf(item) };
}

/** The words that bring out what was learnt. */
function triggerOf(item: LibraryItem): string {
  if (item.method === 'embedding') return item.embedding.token;
  const prompt = item.origin.kind === 'trained' ? item.origin.settings.instancePrompt : null;
  return typeof prompt === 'string' ? prompt.trim().slice(0, 300) : '';
}
