/** The word that an adapter listens to, found in the prompts that it was trained with. */

import { SUBJECT_TOKEN } from '../drawing/settings/drawingDefaults.ts';
import { rareWord } from '../drawing/settings/promptWords.ts';
import { type KeptAdapter, subjectPrompt } from './libraryState.ts';

/** An adapter, and the word that it listens to; null where that isn't known, as of a foreign file. */
export interface WordedAdapter {
  id: string;
  name: string;
  word: string | null;
  /** The prompt that it learnt the word in. */
  learntIn: string;
}

/** An adapter and the word it listens to. Prompts of other programs' files are not known, and so their words aren't. */
export function wordedAdapter(record: KeptAdapter): WordedAdapter {
  const { id, name, origin } = record;
  const learntIn = subjectPrompt(record) ?? '';
  const classPrompt = origin.kind === 'trained' ? origin.settings.classPrompt : null;
  const word = rareWord(learntIn, typeof classPrompt === 'string' ? classPrompt : '', SUBJECT_TOKEN);
  return { id, name, learntIn, word };
}
