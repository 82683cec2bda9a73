/** Films of the starter, whichever of their parts moves: they pass through their keyframes' pictures and can be left off. */

import { drawMorph, type Job, type Model, preparePipeline, type Subject, seededNoise } from '@weft/engine';
import { type Film, type LoraAdapter, loraSize, TorchGenerator } from '@weft/engine/internal';
import { beforeAll, describe, expect, it } from 'vitest';
import { openStarter } from '../starter.ts';

const job: Job = { yieldNow: () => Promise.resolve(), stopping: false };
const SUBJECT: Subject = {
  prompt: 'a fabric pattern',
  negativePrompt: '',
  guidanceScale: 4,
  samplingSteps: 2,
  sampler: 'ddim',
  size: 64,
  adapters: [],
};

let model: Model;
let adapter: LoraAdapter;

beforeAll(async () => {
  model = await openStarter();
  // Layers of both nets, at values that change the picture visibly.
  const modules = model.adaptableModules.filter(({ name }) => /attn[12]\.to_v|self_attn\.v_proj/.test(name));
  const theta = new TorchGenerator(7).randn(loraSize(modules, 2)).map((value) => 0.15 * value);
  adapter = { baseModel: 'weft-starter', rank: 2, loraAlpha: 2, modules, theta };
});

async function film(of: Omit<Film, 'subject'> & { subject?: Partial<Subject> }) {
  const frames: Uint8ClampedArray[] = [];
  await drawMorph(model, { ...of, subject: { ...SUBJECT, ...of.subject } }, job, async ({ rgba }, index) => {
    frames[index] = rgba;
  });
  return frames;
}

async function picture(seed: number, subject: Partial<Subject> = {}) {
  const pipeline = await preparePipeline(model, { ...SUBJECT, ...subject });
  return (await pipeline.generate(seededNoise(seed, pipeline.latentCount), job)).rgba;
}

const distance = (a: Uint8ClampedArray, b: Uint8ClampedArray) =>
  a.reduce((sum, value, i) => sum + Math.abs(value - (b[i] as number)), 0) / a.length;

describe('a film', () => {
  it('between prompts passes through each prompt’s own picture, and through neither in between', async () => {
    const keyframes = [{ seed: 3, prompt: 'a red dress' }, { seed: 3 }];
    const frames = await film({ keyframes, frames: 4 });
    const [red, plain] = [await picture(3, { prompt: 'a red dress' }), await picture(3)];
    expect(frames[0]).toEqual(red);
    expect(frames[2]).toEqual(plain);
    for (const between of [frames[1], frames[3]] as Uint8ClampedArray[]) {
      expect(distance(between, red)).toBeGreaterThan(1);
      expect(distance(between, plain)).toBeGreaterThan(1);
    }
  });

  it('between weights draws each frame with its own, zero and the text encoder’s layers included', async () => {
    const adapters = [{ adapter, weight: 1 }];
    const keyframes = [{ seed: 3, adapterWeights: [0] }, { seed: 3 }];
    const frames = await film({ keyframes, frames: 4, subject: { adapters } });
    const weighed = (weight: number) => picture(3, { adapters: [{ adapter, weight }] });
    expect(frames[0]).toEqual(await picture(3));
    expect(frames[1]).toEqual(await weighed(0.5));
    expect(frames[2]).toEqual(await weighed(1));
    expect(distance(frames[0] as Uint8ClampedArray, frames[2] as Uint8ClampedArray)).toBeGreaterThan(1);
  });

  it('that is left off goes on with the very same frames, noise, prompt and weights moving at once', async () => {
    const adapters = [{ adapter, weight: 1 }];
    const keyframes = [
      { seed: 3, prompt: 'a red dress', adapterWeights: [0.2] },
      { seed: 5, adapterWeights: [1] },
    ];
    const whole = await film({ keyframes, frames: 5, subject: { adapters } });
    const rest = await film({ keyframes, frames: 5, firstFrame: 3, subject: { adapters } });
    expect(whole).toHaveLength(5);
    expect(rest.slice(3)).toEqual(whole.slice(3));
    expect(0 in rest).toBe(false);
  });
});
