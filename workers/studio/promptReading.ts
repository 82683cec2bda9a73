/** How the prompts of a picture are read: as the form says, and by what stands in them. */

import type { Embedding } from '@weft/engine';
import { choosePromptWords, hasPromptSyntax, type Model, type PromptSyntax, placeholderOf } from '@weft/engine';
import type { CreateSettings } from '../../src/contract/drawing.ts';

/** What other programs take out of a prompt before it is read: `<lora:name:0.8>` and others. */
const COMMANDS = /\s*<(?:lora|lyco|lycoris|loha|lokr|locon|hypernet|lbw):[^<>]*>/g;

/**
 * A prompt as the engine is given it. Plainly, it is as it is written; else commands are taken out, and the seed chooses
 * among alternatives.
 */
export function promptAsRead(prompt: string, setting: CreateSettings['promptSyntax'], seed: number): string {
  return setting === 'plain' ? prompt : choosePromptWords(prompt.replace(COMMANDS, ''), seed);
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
