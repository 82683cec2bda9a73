/** What the text encoder will see of a prompt that is being typed. */
import type { PromptCheck } from '../../../contract/studioWorker.ts';
import { checkPrompt } from '../../../session/studioClient.ts';
import { useTypedCheck } from '../../../session/typedCheck.ts';

/** The check of a prompt, some moments after it was typed; null until then and while there is no model. */
export function usePromptCheck(prompt: string): PromptCheck | null {
  return useTypedCheck(prompt, checkPrompt);
}
