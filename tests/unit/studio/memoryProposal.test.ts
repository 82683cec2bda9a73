/** What is proposed where a piece of work takes more memory than there is. */

import type { Model } from '@weft/engine';
import { unetModules, VaeConfig } from '@weft/engine/internal';
import { describe, expect, it } from 'vitest';
import vae from '../../../reference/parity/full_size/vae.json' with { type: 'json' };
import { LoraSettings } from '../../../src/contract/training.ts';
import { LORA_DEFAULTS } from '../../../src/features/training/form/trainDefaults.ts';
import { MemoryProposals } from '../../../workers/studio/memoryProposal.ts';
import { STABLE_DIFFUSION_15 } from '../../parity/stableDiffusion15.ts';

const GB = 1e9;

/** What proposals ask of a model: Stable Diffusion 1.5 on a GPU with half precision. */
function model(kind: 'webgpu' | 'wasm') {
  const { unet, textEncoder } = STABLE_DIFFUSION_15;
  return {
    runtime: { kind, precision: 'float16' },
    checkpoint: {
      unet: { config: unet },
      textEncoder: { config: textEncoder },
      vae: { config: VaeConfig.parse(vae) },
    },
    adaptableModules: unetModules(unet),
    nativeSize: 512,
    sizeStep: 64,
  } as unknown as Model;
}

const proposals = new MemoryProposals(model('webgpu'));
const settings: LoraSettings = LoraSettings.parse({ ...LORA_DEFAULTS, rank: 4, segments: 1 });
const training = (available: number) => proposals.plan({ work: 'training', settings, available });

describe('a proposal', () => {
  it('is not made where there is memory enough, nor where the processor computes', () => {
    expect(training(8 * GB)?.proposal).toBeNull();
    expect(training(8 * GB)?.bytes).toBeLessThan(8 * GB);
    expect(new MemoryProposals(model('wasm')).plan({ work: 'training', settings, available: GB })).toBeNull();
  });

  it('of training begins with more segments, and makes images smaller only where nothing else is enough', () => {
    const whole = training(8 * GB)?.bytes as number;
    expect(training(whole - 1)?.proposal?.change).toEqual({ segments: 32 });
    // Drawing the class images at 512 pixels takes more than that, however the net is cut.
    const less = training(3.5 * GB)?.proposal;
    expect(less?.change).toMatchObject({ resolution: 384 });
    expect(less?.bytes).toBeLessThanOrEqual(3.5 * GB);
    expect(training(1 * GB)?.proposal).toBeNull();
  });

  it('of drawing is the next smaller size that fits', () => {
    const asked = { work: 'drawing', size: 768, guided: true } as const;
    expect(proposals.plan({ ...asked, available: 4 * GB })?.proposal?.change).toEqual({ size: 512 });
  });
});
