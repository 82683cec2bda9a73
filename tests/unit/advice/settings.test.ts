/** What the adviser says of settings, memory and speed; and which of its remarks are shown. */
import { describe, expect, it } from 'vitest';
import { foremost, type Remark, type Tone } from '../../../src/features/advice/remark.ts';
import { priorSettings } from '../../../src/features/advice/rules/classImages.ts';
import { imageCount } from '../../../src/features/advice/rules/imageCount.ts';
import { outOfMemory, tightMemory } from '../../../src/features/advice/rules/memory.ts';
import { hiddenPage, slowDevice } from '../../../src/features/advice/rules/slowness.ts';

const remark = (id: string, tone: Tone): Remark => ({ id, tone, sentence: '', todo: '', lead: null });

describe('the remarks that are shown', () => {
  const all = [remark('a', 'hint'), null, remark('b', 'problem'), remark('c', 'warning'), remark('d', 'hint')];

  it('are three at most, the most serious first', () =>
    expect(foremost(all, new Set()).map(({ id }) => id)).toEqual(['b', 'c', 'a']));

  it('are not those that were dismissed', () =>
    expect(foremost(all, new Set(['b', 'a'])).map(({ id }) => id)).toEqual(['c', 'd']));
});

describe('prior preservation', () => {
  it.each([
    [16, 1, 10, null],
    [0, 1, 10, 'no-class-images'],
    [0, 0, 10, null],
    [16, 0, 10, 'no-prior-weight'],
    [5, 1, 10, null],
    [4, 1, 10, 'few-class-images'],
  ])('%i class images of weight %d with %i photographs: %s', (classImages, priorWeight, images, id) =>
    expect(priorSettings({ priorFrom: 'class-images', classImages, priorWeight, images }, 16)?.id ?? null).toBe(id),
  );

  it.each([
    [0, 1, null],
    [4, 1, null],
    [16, 0, 'no-prior-weight'],
  ])('by its own prediction asks for no class images: %i of them, weight %d: %s', (classImages, priorWeight, id) => {
    const run = { priorFrom: 'own-prediction', classImages, priorWeight, images: 10 } as const;
    expect(priorSettings(run, 16)?.id ?? null).toBe(id);
  });

  it('is turned on by a press', () =>
    expect(
      priorSettings({ priorFrom: 'class-images', classImages: 0, priorWeight: 1, images: 10 }, 16)?.lead,
    ).toMatchObject({
      change: { classImages: '16' },
    }));
});

describe('the number of photographs', () => {
  it.each([
    [0, null],
    [1, 'few-images'],
    [4, 'few-images'],
    [5, null],
    [20, null],
    [21, 'many-images'],
  ])('%i: %s', (count, id) => expect(imageCount(count)?.id ?? null).toBe(id));
});

describe('memory', () => {
  const wasm = { kind: 'wasm', precision: 'float32' } as const;
  const gpu = { kind: 'webgpu', precision: 'float16' } as const;
  it.each([
    ['the starter on wasm', 16e6, wasm, 4, null],
    ['Stable Diffusion 1.5 on wasm', 1.07e9, wasm, 8, 'tight-wasm'],
    ['half a thousand million on wasm', 0.5e9, wasm, 8, null],
    ['Stable Diffusion 1.5 on WebGPU with 8 GB', 1.07e9, gpu, 8, null],
    ['Stable Diffusion 1.5 on WebGPU with 2 GB', 1.07e9, gpu, 2, 'tight-machine'],
    ['Stable Diffusion 1.5 where the browser tells nothing', 1.07e9, gpu, null, null],
  ])('%s', (_, parameters, device, machine, id) =>
    expect(tightMemory({ parameters, device, machine })?.id ?? null).toBe(id),
  );

  it('that ran out leads to the field that saves some', () => {
    const rank = { label: 'Rank', text: 'Go to rank' };
    expect(outOfMemory('out-of-memory', rank)).toMatchObject({ tone: 'problem', lead: { label: 'Rank' } });
    expect(outOfMemory('bad-setting', rank)).toBeNull();
    expect(outOfMemory(null, rank)).toBeNull();
  });
});

describe('slowness', () => {
  const wasm = { kind: 'wasm', threads: 2, software: false } as const;
  const facts = { seconds: 1200, device: wasm, cores: 2, webgpu: true };

  it('is not spoken of while it is short, or on a GPU', () => {
    expect(slowDevice({ ...facts, seconds: 240 })).toBeNull();
    expect(slowDevice({ ...facts, device: { kind: 'webgpu', threads: 0, software: false } })).toBeNull();
  });

  it.each([
    ['single core', { cores: 1, device: { ...wasm, threads: 1 } }],
    ['one of 8 cores', { cores: 8, device: { ...wasm, threads: 1 } }],
    ['offers no GPU', {}],
    ['has no WebGPU', { webgpu: false }],
    ['in software', { seconds: 10, device: { kind: 'webgpu', threads: 0, software: true } as const }],
  ])('has its reason named: %s', (reason, change) =>
    expect(slowDevice({ ...facts, ...change })?.sentence).toContain(reason),
  );

  it.each([
    [600, 30, null],
    [600, 140, null],
    [600, 200, 'hidden-page'],
  ])('of a page that was in the background, %i s with %i s hidden: %s', (seconds, hiddenSeconds, id) =>
    expect(hiddenPage({ seconds, hiddenSeconds })?.id ?? null).toBe(id),
  );
});
