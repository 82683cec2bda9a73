/** The prompts of a LoRA run: the rare word belongs into the instance prompt, and not into the class prompt. */
import { t } from '../../../../kit/language/t.ts';
import { withWord, wordsOf } from '../../../drawing/settings/promptWords.ts';
import type { Remark } from '../../remark.ts';

export interface PromptChange {
  instancePrompt?: string;
  classPrompt?: string;
}

const ARTICLES = ['a', 'an', 'the'];

/** @param word the rare word that is usual, and the prompt that it usually stands in */
export function trainingPrompts(
  prompts: { instancePrompt: string; classPrompt: string },
  usual: { word: string; prompt: string },
): Remark<PromptChange> | null {
  const { instancePrompt, classPrompt } = prompts;
  const instance = wordsOf(instancePrompt);
  const common = new Set(wordsOf(classPrompt));
  // Words that the class prompt or the usual one has too are the model's own, and can name nobody's fabric.
  const ordinary = new Set([...common, ...wordsOf(usual.prompt), ...ARTICLES]);
  if (instance.length > 0 && !instance.includes(usual.word) && instance.every((word) => ordinary.has(word))) {
    return {
      id: 'no-rare-word',
      tone: 'warning',
      sentence: t('The instance prompt holds common words alone, not {word}: your fabric gets no name of its own.', {
        word: usual.word,
      }),
      todo: t('A rare word such as {word} comes to mean it, and calls it up in prompts.', { word: usual.word }),
      lead: {
        kind: 'change',
        text: t('Add {word} to the instance prompt', { word: usual.word }),
        change: { instancePrompt: withWord(instancePrompt, usual.word, usual.prompt) },
      },
    };
  }
  if (common.has(usual.word)) {
    const without = classPrompt.replace(
      new RegExp(`(?<![\\p{L}\\p{N}])${usual.word}(?![\\p{L}\\p{N}])\\s*`, 'giu'),
      '',
    );
    return {
      id: 'rare-word-in-class',
      tone: 'warning',
      sentence: t('The class prompt says {word}: what holds the class in place would hold back your fabric too.', {
        word: usual.word,
      }),
      todo: t('The class prompt names the kind of thing alone.'),
      lead: {
        kind: 'change',
        text: t('Take {word} out of it', { word: usual.word }),
        change: { classPrompt: without.trim() },
      },
    };
  }
  return null;
}
