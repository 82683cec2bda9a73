/** A caption without the subject's rare word is allowed, but seldom meant. */

import { SUBJECT_TOKEN } from '../drawing/settings/drawingDefaults.ts';
import { rareWord, wordsOf } from '../drawing/settings/promptWords.ts';
import { useTrainForm } from './form/trainForm.ts';

/** Tells what is to be said of a caption, by the prompts that stand in Train's form. */
export function useCaptionWarning(): (caption: string) => string | null {
  const word = useTrainForm(({ lora }) => rareWord(lora.instancePrompt, lora.classPrompt, SUBJECT_TOKEN));
  return (caption) => captionWarning(caption, word);
}

/** @param word the rare word; null where the prompts have none */
export function captionWarning(caption: string, word: string | null): string | null {
  if (word === null || caption.trim() === '' || wordsOf(caption).includes(word)) return null;
  return `Without the word ${word} this photograph teaches the word nothing.`;
}
