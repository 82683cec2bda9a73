/**
 * The word of the subject and the adapter that knows it belong together: DreamBooth ties what is special about the
 * subject to its rare word, so without the one the other does little. No threshold: either stands there or doesn't.
 */
import { t } from '../../../../kit/language/t.ts';
import { withWord, wordsOf } from '../../../drawing/settings/promptWords.ts';
import type { WordedAdapter } from '../../../library/wordedAdapter.ts';
import type { Remark } from '../../remark.ts';

export interface SubjectFacts {
  /** All texts that go into the prompts: the prompt itself, and parts that vary. */
  prompts: readonly string[];
  /** The prompt that can be mended. */
  prompt: string;
  chosen: readonly (WordedAdapter & { weight: number })[];
  /** The same as the form holds them. */
  choices: readonly { id: string; weight: number }[];
  /** The library's adapters, newest first. */
  library: readonly WordedAdapter[];
  /** Whether there are adapters on an axis of a grid, so that each picture chooses its own. */
  adaptersVary: boolean;
}

export interface SubjectChange {
  prompt?: string;
  adapters?: readonly { id: string; weight: number }[];
}

export function missingWord({ prompts, prompt, chosen }: SubjectFacts): Remark<SubjectChange> | null {
  const said = new Set(prompts.flatMap(wordsOf));
  const unheard = chosen.find(({ word, weight }) => word !== null && weight !== 0 && !said.has(word.toLowerCase()));
  if (!unheard?.word) return null;
  const { id, name, word, learntIn } = unheard;
  return {
    id: `missing-word:${id}`,
    tone: 'warning',
    sentence: t('“{name}” listens to the word {word}, and the prompt doesn’t say it.', { name, word }),
    todo: t('Without it your fabric shows little or not at all.'),
    lead: {
      kind: 'change',
      text: t('Add {word} to the prompt', { word }),
      change: { prompt: withWord(prompt, word, learntIn) },
    },
  };
}

export function missingAdapter({
  prompts,
  chosen,
  choices,
  library,
  adaptersVary,
}: SubjectFacts): Remark<SubjectChange> | null {
  if (adaptersVary) return null;
  const said = new Set(prompts.flatMap(wordsOf));
  const knows = ({ word }: WordedAdapter) => word !== null && said.has(word.toLowerCase());
  const known = library.find(knows);
  if (!known || chosen.some((adapter) => knows(adapter) || adapter.word === null)) return null;
  return {
    id: `missing-adapter:${known.word}`,
    tone: 'warning',
    sentence: t('The prompt says {word}, and no adapter that knows the word is chosen.', { word: known.word }),
    todo: t('The model alone draws something else for it, or nothing.'),
    lead: {
      kind: 'change',
      text: t('Draw with “{name}”', { name: known.name }),
      change: { adapters: [...choices, { id: known.id, weight: 1 }] },
    },
  };
}
