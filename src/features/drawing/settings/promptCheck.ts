/** What the text encoder will see of a prompt that is being typed. */
import type { CreateSettings } from '../../../contract/drawing.ts';
import type { PromptCheck } from '../../../contract/studioWorker.ts';
import { checkPrompt } from '../../../session/studioClient.ts';
import { useTypedCheck } from '../../../session/typedCheck.ts';

const ASK = {
  auto: (prompt: string) => checkPrompt(prompt, 'auto'),
  plain: (prompt: string) => checkPrompt(prompt, 'plain'),
} as const;

/**
 * The check of a prompt, some moments after it was typed; null until then and while there is no model.
 * @param syntax how a drawing reads it; what is learnt from is always read plainly
 */
export function usePromptCheck(prompt: string, syntax: CreateSettings['promptSyntax'] = 'plain'): PromptCheck | null {
  return useTypedCheck(prompt, ASK[syntax]);
}
