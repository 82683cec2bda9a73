/** What is to be said of a caption: without the subject's rare word it is seldom meant, and a long one is cut. */
import { useCallback } from 'react';
import type { PromptCheck } from '../../contract/studioWorker.ts';
import { t } from '../../kit/language/t.ts';
import { cutWarning } from '../drawing/fields/cutWarning.ts';
import { SUBJECT_TOKEN } from '../drawing/settings/drawingDefaults.ts';
import { rareWord, wordsOf } from '../drawing/settings/promptWords.ts';
import { useTrainForm } from './form/trainForm.ts';

/** Tells what is to be said of a caption, by the prompts that stand in Train's form. The same function until these change. */
export function useCaptionWarning(): (caption: string, check: PromptCheck | null) => string | null {
  const word = useTrainForm(({ lora }) => rareWord(lora.instancePrompt, lora.classPrompt, SUBJECT_TOKEN));
  return useCallback((caption, check) => captionWarning(caption, check, word), [word]);
}

/**
 * @param check what the text encoder sees of it; null until that is known
 * @param word the rare word; null where the prompts have none
 */
export function captionWarning(caption: string, check: PromptCheck | null, word: string | null): string | null {
  if (caption.trim() === '') return null;
  const cut = cutWarning(check, { prompt: caption, word });
  const missing = word !== null && !wordsOf(caption).includes(word);
  const warnings = [
    missing ? t('Without the word {word} this photograph teaches the word nothing.', { word }) : null,
    cut,
  ];
  return warnings.filter((warning) => warning !== null).join(' ') || null;
}
