/** Whether a prompt says more than its words: a weight, a change on the way, or a break. */
import { readEmphasis } from './emphasis.ts';
import { readPrompt } from './promptTree.ts';

/** True where reading the prompt as AUTOMATIC1111's web UI does gives something else than its words as they are. */
export function hasPromptSyntax(prompt: string): boolean {
  const parts = readEmphasis(prompt);
  return (
    readPrompt(prompt).some(({ kind }) => kind !== 'text') ||
    parts.some((part) => part === null || part.weight !== 1) ||
    parts[0]?.text !== prompt
  );
}
