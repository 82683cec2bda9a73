/** Which net a layer belongs to, told by its name: an adapter may change the U-Net and the text encoder. */

import { type LoraModule, loraSize } from './loraLayout.ts';
import type { LoraMix } from './loraMix.ts';

/**
 * What stands before the text encoder's module paths. Newer exports of CLIP leave out `text_model.`;
 * adapters keep it, as most files do.
 */
export const TEXT_ENCODER_PREFIX = 'text_encoder.text_model.';

/** Whether the layer is one of the text encoder's. */
export function inTextEncoder({ name }: Pick<LoraModule, 'name'>): boolean {
  return name.startsWith(TEXT_ENCODER_PREFIX);
}

/**
 * A text encoder's layer by its name in the net.
 * @param prefix what the checkpoint puts before its own names, `text_model.` or nothing
 */
export function nameInTextEncoder({ name }: LoraModule, prefix: string): string {
  return `${prefix}${name.slice(TEXT_ENCODER_PREFIX.length)}`;
}

/** A mix for each net, null where the net is left as it is. The mix has the U-Net's layers before the text encoder's. */
export function splitMix(mix: LoraMix | null): { unet: LoraMix | null; textEncoder: LoraMix | null } {
  if (mix === null) return { unet: null, textEncoder: null };
  const { rank, theta } = mix;
  const unet = mix.modules.filter((module) => !inTextEncoder(module));
  const textEncoder = mix.modules.filter(inTextEncoder);
  const border = loraSize(unet, rank);
  const part = (modules: LoraModule[], from: number, to: number): LoraMix | null =>
    modules.length === 0 ? null : { rank, modules, theta: theta.subarray(from, to) };
  return { unet: part(unet, 0, border), textEncoder: part(textEncoder, border, theta.length) };
}
