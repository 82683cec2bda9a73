/** Which text a prompt is at each step of drawing, where its words change on the way (see `promptTree.ts`). */
import { type PromptNode, readPrompt, type When } from './promptTree.ts';

/** The texts of a prompt over the steps of one picture. */
export interface PromptSchedule {
  /** Those that differ, in the order in which they first occur. */
  texts: string[];
  /** For each step the place of its text in `texts`. */
  atStep: number[];
}

/**
 * The prompt's texts over `steps` steps. A change at a number with a point comes after that share of the steps, at a whole
 * one after so many of them; `[a|b]` takes the next option at every step.
 * @param steps a whole number from 1
 */
export function promptSchedule(prompt: string, steps: number): PromptSchedule {
  const nodes = readPrompt(prompt);
  const places = new Map<string, number>();
  const atStep = Array.from({ length: steps }, (_, step) => {
    const text = textAt(nodes, step, steps);
    const place = places.get(text) ?? places.size;
    places.set(text, place);
    return place;
  });
  return { texts: [...places.keys()], atStep };
}

function textAt(nodes: readonly PromptNode[], step: number, steps: number): string {
  return nodes.map((node) => textOf(node, step, steps)).join('');
}

function textOf(node: PromptNode, step: number, steps: number): string {
  switch (node.kind) {
    case 'text':
      return node.text;
    case 'scheduled':
      return textAt(step < stepsBefore(node.when, steps) ? node.before : node.after, step, steps);
    case 'alternating':
      return textAt(node.options[step % node.options.length] ?? [], step, steps);
  }
}

/** After how many steps the change comes. */
function stepsBefore(when: When, steps: number): number {
  return Math.min(steps, Math.trunc('share' in when ? when.share * steps : when.steps));
}
