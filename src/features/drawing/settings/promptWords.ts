/** Finding the rare word of a subject in prompts, and putting it where it is missing. */

import { withoutCommands } from '../../../contract/promptCommands.ts';

/** Begins a chunk, as AUTOMATIC1111's web UI reads prompts. */
const BREAK = /(?<![\p{L}\p{N}])BREAK(?![\p{L}\p{N}])/gu;
/** The numbers of `(a:1.2)` and `[a:b:0.5]`; the words beside them are words like any others. */
const WEIGHTS = /:\s*[-+]?(?:\d+\.?\d*|\.\d+)\s*(?=[)\]])/g;

/**
 * The prompt's words in lower case; learnt words such as `<african-fabric>` stay whole. The syntax of other programs, such
 * as weights, is no word.
 */
export function wordsOf(prompt: string): string[] {
  const plain = withoutCommands(prompt, ' ').replace(BREAK, ' ').replace(WEIGHTS, ' ');
  return plain.toLowerCase().match(/<[^<>\s]+>|[\p{L}\p{N}]+/gu) ?? [];
}

/**
 * The word that a DreamBooth run tied to its subject: the usual one where the instance prompt has it, else the one word
 * that it has beyond the class prompt. Null where that leaves several, or none.
 */
export function rareWord(instancePrompt: string, classPrompt: string, usual: string): string | null {
  const instance = wordsOf(instancePrompt);
  if (instance.includes(usual)) return usual;
  const common = new Set(wordsOf(classPrompt));
  const [rare, ...others] = new Set(instance.filter((word) => !common.has(word)));
  return others.length === 0 ? (rare ?? null) : null;
}

/**
 * The prompt with the word in it: before the first word that stands behind it where it was learnt, so that “a dress of
 * african fabric” becomes “a dress of sks african fabric”; else at the end, together with those words.
 */
export function withWord(prompt: string, word: string, learntIn: string): string {
  const learnt = wordsOf(learntIn);
  const place = learnt.indexOf(word.toLowerCase());
  const followers = place < 0 ? [] : learnt.slice(place + 1);
  for (const follower of followers) {
    const found = prompt.match(standing(follower));
    if (found?.index !== undefined) return `${prompt.slice(0, found.index)}${word} ${prompt.slice(found.index)}`;
  }
  const phrase = [word, ...followers].join(' ');
  return prompt.trim() === '' ? `a ${phrase}` : `${prompt.trimEnd()}, ${phrase}`;
}

/** The prompt without a word wherever it stands by itself; nothing is left behind in its place. */
export function withoutWord(prompt: string, word: string): string {
  const without = prompt.replace(new RegExp(standing(word), 'giu'), '');
  return without === prompt ? prompt : tidied(without);
}

/** Spaces and commas as a person would have typed them, where something was taken out. */
export function tidied(prompt: string): string {
  return prompt
    .replace(/\s+/g, ' ')
    .replace(/(?:\s*,)+/g, ',')
    .replace(/^[\s,]+|[\s,]+$/g, '');
}

/** Finds a word, or several, where they stand by themselves and not within another; learnt words hold any sign. */
export function standing(word: string): RegExp {
  const literally = word.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&');
  return new RegExp(`(?<![\\p{L}\\p{N}])${literally}(?![\\p{L}\\p{N}])`, 'iu');
}
