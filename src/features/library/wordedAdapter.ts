/** The word that an adapter listens to, found in the prompts that it was trained with. */

import type { WordedAdapter } from '../advice/rules/subjectWord.ts';
import { rareWord } from '../drawing/settings/promptWords.ts';
import { SUBJECT_TOKEN } from '../drawing/settings/starterDefaults.ts';
import { type KeptAdapter, subjectPrompt } from './libraryStore.ts';

/** An adapter and the word it listens to. Prompts of other programs' files are not known, and so their words aren't. */
export function wordedAdapter(record: KeptAdapter): WordedAdapter {
  const { id, name, origin } = record;
  const learntIn = subjectPrompt(record) ?? '';
  const classPrompt = origin.kind === 'trained' ? origin.settings.classPrompt : null;
  const word = rareWord(learntIn, typeof classPrompt === 'string' ? classPrompt : '', SUBJECT_TOKEN);
  return { id, name, learntIn, word };
}
