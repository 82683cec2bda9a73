/** `<lora:name:0.8>` in a prompt, as AUTOMATIC1111's web UI and many after it choose an adapter. */
import type { NamedAdapter } from './settingsText.ts';

/** A second weight, that of the text encoder, is passed over. */
const LORA = /<lora:([^:<>]{1,200})(?::([-+]?[\d.]{1,10}))?(?::[^<>]{0,20})?>/g;

/** The prompt without its commands, and the adapters that they name; one whose weight is no number is as trained. */
export function takeLoraCommands(prompt: string): { prompt: string; adapters: NamedAdapter[] } {
  const adapters: NamedAdapter[] = [];
  const plain = prompt.replace(LORA, (_, name: string, weight?: string) => {
    const number = Number(weight ?? 1);
    adapters.push({ name: name.trim(), weight: Number.isFinite(number) ? number : 1 });
    return '';
  });
  return adapters.length === 0 ? { prompt, adapters } : { prompt: plain.replace(/[ \t]{2,}/g, ' ').trim(), adapters };
}
