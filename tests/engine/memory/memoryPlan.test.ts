/** What Stable Diffusion 1.5 takes at 512 pixels, from its shapes alone. */

import { planDrawing, planTraining } from '@weft/engine';
import { attentionModules, type MemoryPhase, type TrainingSizes, VaeConfig } from '@weft/engine/internal';
import { describe, expect, it } from 'vitest';
import vae from '../../../reference/parity/full_size/vae.json' with { type: 'json' };
import { STABLE_DIFFUSION_15 } from '../../parity/stableDiffusion15.ts';

const GB = 1e9;

const nets = {
  ...STABLE_DIFFUSION_15,
  vae: VaeConfig.parse(vae),
  precision: 'float16',
} as const;

const training: TrainingSizes = {
  size: 512,
  samples: 2,
  modules: attentionModules(nets.unet),
  rank: 4,
  loraAlpha: 4,
  segments: 8,
  drawsClassImages: true,
};

describe('Stable Diffusion 1.5 in half precision at 512 pixels', () => {
  it('trains on a pair of samples within 8 GB', () => {
    const { peak, phases } = planTraining(nets, training);
    expect(phases.map(({ name }) => name)).toEqual([
      'images',
      'prompts',
      'class images',
      'decoding',
      'prompts',
      'training',
    ]);
    expect(peak).toBeLessThan(8 * GB);
    expect(peak).toBe(Math.max(...phases.map(({ weights, working }) => weights + working)));
    // A thousand million numbers of two bytes.
    expect((phases.at(-1) as MemoryPhase).weights / GB).toBeCloseTo(2.13, 1);
  });

  it('takes less the more segments and the fewer samples there are', () => {
    const working = (sizes: Partial<TrainingSizes>) =>
      (planTraining(nets, { ...training, ...sizes }).phases.at(-1) as MemoryPhase).working;
    const whole = working({ segments: 1 });
    const cut = working({ segments: 4 });
    expect(cut).toBeLessThan(whole / 2);
    expect(working({})).toBeLessThan(cut);
    expect(working({ samples: 1 })).toBeLessThan(0.7 * working({}));
  });

  it('draws with guidance within 4 GB', () => {
    const { peak } = planDrawing(nets, { size: 512, guided: true });
    expect(peak).toBeLessThan(4 * GB);
  });
});
