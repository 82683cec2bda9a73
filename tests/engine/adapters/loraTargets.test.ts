/** Which layers of Stable Diffusion's nets each group takes. */

import { targetModules } from '@weft/engine';
import { attentionModules, type LoraTarget, textEncoderModules, unetModules } from '@weft/engine/internal';
import { describe, expect, it } from 'vitest';
import { STABLE_DIFFUSION_15 } from '../../parity/stableDiffusion15.ts';

const { unet, textEncoder } = STABLE_DIFFUSION_15;
const available = [...unetModules(unet), ...textEncoderModules(textEncoder)];
const namesOf = (...targets: LoraTarget[]) => targetModules(available, targets).map(({ name }) => name);

describe('the layers of Stable Diffusion 1.5 that a LoRA is trained on', () => {
  // 16 transformers of one block, 22 residual blocks of which 14 change their width, 3 layers each to halve and double.
  it.each([
    ['attention', 16 * 8],
    ['feed-forward', 16 * 2],
    ['projections', 16 * 2],
    ['convolutions', 22 * 2 + 14 + 6],
    ['text-encoder', 12 * 4],
  ] as const)('%s: %i', (target, count) => {
    expect(namesOf(target)).toHaveLength(count);
  });

  it('are the attention’s as diffusers names them, and no other net’s', () => {
    expect(namesOf('attention')).toEqual(attentionModules(unet).map(({ name }) => name));
    expect(namesOf('text-encoder').every((name) => name.startsWith('text_encoder.'))).toBe(true);
    expect(namesOf('attention', 'feed-forward', 'projections', 'convolutions').join()).not.toContain('text_encoder');
  });

  it('come in the order of the nets, each once, however they are asked for', () => {
    const asked = namesOf('text-encoder', 'attention', 'attention');
    expect(asked).toEqual(available.map(({ name }) => name).filter((name) => asked.includes(name)));
    expect(new Set(asked).size).toBe(asked.length);
  });
});
