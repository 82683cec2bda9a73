/** Prompts that a new word is learnt in: `{}` stands for the word. */

/** A template with the word in its place. */
export function fillTemplate(template: string, word: string): string {
  return template.replaceAll('{}', () => word);
}
