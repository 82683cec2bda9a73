/** What is said of a prompt that is read with weights, changes or in chunks. */
import type { PromptCheck } from '../../../contract/studioWorker.ts';
import { t } from '../../../kit/language/t.ts';

/** Undefined where it is read plainly, and while that isn't known. */
export function readingHint(check: PromptCheck | null): string | undefined {
  if (!check || check.chunks === null) return undefined;
  return check.chunks === 1
    ? t('Read with weights.')
    : t('Read in {chunks} chunks of up to {maxTokens} tokens.', {
        chunks: check.chunks,
        maxTokens: check.maxTokens - 2,
      });
}
