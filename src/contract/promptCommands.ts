/** Commands in prompts, as AUTOMATIC1111's web UI and its like write them: `<lora:name:0.8>` and others, which are no words. */

const COMMANDS = /\s*<(?:lora|lyco|lycoris|loha|lokr|locon|hypernet|lbw):[^<>]*>/g;

/** The prompt without its commands and the gaps before them. @param instead what stands in the place of each */
export function withoutCommands(prompt: string, instead = ''): string {
  return prompt.replace(COMMANDS, instead);
}
