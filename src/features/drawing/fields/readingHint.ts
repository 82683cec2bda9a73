/** What is said of a prompt that is read with weights, changes or in chunks. */
import type { PromptCheck } from '../../../contract/studioWorker.ts';

/** Undefined where it is read plainly, and while that isn't known. */
export function readingHint(check: PromptCheck | null): string | undefined {
  if (!check || check.chunks === null) return undefined;
  return check.chunks === 1
    ? 'Read with weights.'
    : `Read in ${check.chunks} chunks of up to ${check.maxTokens - 2} tokens.`;
}
