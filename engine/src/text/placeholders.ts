/**
 * Placeholder tokens: words that a text encoder learnt beside its vocabulary (Gal et al., arXiv 2208.01618). Each
 * stands for one or more embedding rows.
 */
import { EngineError } from '../EngineError.ts';

/** A placeholder token as the tokenizer must know it. */
export interface Placeholder {
  /** As it stands in prompts, e.g. `<african-fabric>`; upper and lower case are one, as in all of CLIP's text. */
  token: string;
  /** Positions it takes in the encoded prompt: one for each of its rows. */
  vectors: number;
}

/** A stretch of a prompt: ordinary text, or one placeholder. */
export interface PromptPart {
  text: string;
  /** Where it begins in the prompt. */
  index: number;
  placeholder: Placeholder | null;
}

/** A placeholder that can't be used. */
export class PlaceholderError extends EngineError {
  override readonly name = 'PlaceholderError';
  readonly code = 'placeholder';
}

/** The prompt in its parts, in order. Of placeholders that begin at the same place the longest is meant. */
export function splitAtPlaceholders(prompt: string, placeholders: readonly Placeholder[]): PromptPart[] {
  if (placeholders.length === 0) return [{ text: prompt, index: 0, placeholder: null }];
  const longestFirst = [...placeholders].sort((a, b) => b.token.length - a.token.length);
  // One group to a placeholder, so that the match tells which it was.
  const pattern = new RegExp(longestFirst.map(({ token }) => `(${escaped(token)})`).join('|'), 'giu');
  const parts: PromptPart[] = [];
  let end = 0;
  for (const match of prompt.matchAll(pattern)) {
    const [text, ...groups] = match;
    if (match.index > end) parts.push({ text: prompt.slice(end, match.index), index: end, placeholder: null });
    const which = groups.findIndex((group) => group !== undefined);
    parts.push({ text, index: match.index, placeholder: longestFirst[which] ?? null });
    end = match.index + text.length;
  }
  if (end < prompt.length || parts.length === 0) parts.push({ text: prompt.slice(end), index: end, placeholder: null });
  return parts;
}

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&');
}
