/** What the text encoder will see of a caption. */
import type { PromptCheck } from '../../../contract/studioWorker.ts';
import { checkPrompt } from '../../../session/studioClient.ts';
import { useTypedCheck } from '../../../session/typedCheck.ts';

/** A token is a letter at least: a text of fewer is read whole by every text encoder, and nobody need be asked. */
const SURELY_READ = 40;

/** Whether a caption may be longer than what is read; a learnt word in brackets may be many tokens. */
export function mayBeCut(caption: string): boolean {
  return caption.includes('<') || new TextEncoder().encode(caption).length > SURELY_READ;
}

const ask = async (caption: string): Promise<PromptCheck | null> => (caption === '' ? null : checkPrompt(caption));

/** Some moments after it was typed; null until then, while there is no model, and where it is short. */
export function useCaptionCheck(caption: string): PromptCheck | null {
  return useTypedCheck(mayBeCut(caption) ? caption : '', ask);
}
