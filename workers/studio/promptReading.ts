/** How the prompts of a picture are read: as the form says, and by what stands in them. */

import {
  choosePromptWords,
  type Embedding,
  hasPromptSyntax,
  type Model,
  type PromptSyntax,
  placeholderOf,
} from '@weft/engine';
import type { CreateSettings } from '../../src/contract/drawing.ts';
import { withoutCommands } from '../../src/contract/promptCommands.ts';

/**
 * A prompt as the engine is given it. Plainly, it is as it is written; else commands are taken out, and the seed chooses
 * among alternatives.
 */
export function promptAsRead(prompt: string, setting: CreateSettings['promptSyntax'], seed: number): string {
  return setting === 'plain' ? prompt : choosePromptWords(withoutCommands(prompt), seed);
}

/**
 * The way to read prompts that belong to one picture: with weights where the form leaves it open and one of them has some,
 * or is longer than the text encoder takes.
 * @param prompts as `promptAsRead` gives them
 */
export function syntaxOf(
  { checkpoint }: Model,
  words: readonly Embedding[],
  setting: CreateSettings['promptSyntax'],
  prompts: readonly string[],
): PromptSyntax {
  const { tokenizer } = checkpoint;
  const placeholders = words.map(placeholderOf);
  const saysMore = (prompt: string) => hasPromptSyntax(prompt) || tokenizer.encode(prompt, placeholders).cutText !== '';
  return setting === 'auto' && prompts.some(saysMore) ? 'weighted' : 'plain';
}
