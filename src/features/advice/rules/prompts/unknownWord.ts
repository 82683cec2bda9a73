/**
 * A word in angle brackets is written like a learnt one. Where the library has none of that name, the text encoder
 * takes it to pieces and reads brackets and syllables. No threshold.
 */
import { t } from '../../../../kit/language/t.ts';
import { wordsOf } from '../../../drawing/settings/promptWords.ts';
import type { Remark } from '../../remark.ts';

/** @param known the learnt words of the library */
export function unknownWord(prompts: readonly string[], known: readonly string[]): Remark | null {
  const have = new Set(known.map((word) => word.toLowerCase()));
  const unknown = prompts.flatMap(wordsOf).find((word) => word.startsWith('<') && !have.has(word));
  if (unknown === undefined) return null;
  return {
    id: `unknown-word:${unknown}`,
    tone: 'warning',
    sentence: t('The prompt says {unknown}, and no word of that name has been learnt.', { unknown }),
    todo: t('The model reads it as brackets and syllables. Look up how the word is written, or import its file.'),
    lead: { kind: 'link', text: t('Show learnt words'), href: '#/library' },
  };
}
