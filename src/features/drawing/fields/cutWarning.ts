/** What is said of a prompt that is longer than the text encoder takes. */
import type { PromptCheck } from '../../../contract/studioWorker.ts';

export function cutWarning(check: PromptCheck | null): string | null {
  if (!check || check.cutText === '') return null;
  return `The model reads ${check.maxTokens - 2} tokens at most; “${check.cutText.trim()}” is cut off.`;
}
