/** The prompts of a LoRA run: the rare word belongs into the instance prompt, and not into the class prompt. */
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
      sentence: `The instance prompt holds common words alone, not ${usual.word}: your fabric gets no name of its own.`,
      todo: `A rare word such as ${usual.word} comes to mean it, and calls it up in prompts.`,
      lead: {
        kind: 'change',
        text: `Add ${usual.word} to the instance prompt`,
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
      sentence: `The class prompt says ${usual.word}: what holds the class in place would hold back your fabric too.`,
      todo: 'The class prompt names the kind of thing alone.',
      lead: { kind: 'change', text: `Take ${usual.word} out of it`, change: { classPrompt: without.trim() } },
    };
  }
  return null;
}
