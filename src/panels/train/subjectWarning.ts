/** An instance prompt without the subject's rare word is allowed, but seldom meant. */
import { SUBJECT_TOKEN } from '../../stores/starterDefaults.ts';

export function subjectWarning(prompt: string): string | null {
  const words = prompt.toLowerCase().split(/[^\p{L}\p{N}]+/u);
  if (prompt.trim() === '' || words.includes(SUBJECT_TOKEN)) return null;
  return `Without the word ${SUBJECT_TOKEN} the fabric gets no name of its own, and prompts can’t call it up.`;
}
