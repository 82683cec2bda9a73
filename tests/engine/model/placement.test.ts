/** What a device holds of a model at a time: programs make room for one another, weights are freed and read again. */

import { loadCheckpoint, Model, preparePipeline, seededNoise } from '@weft/engine';
import { type Program, ProgramCache, placementOf } from '@weft/engine/internal';
import { openNodeRuntime } from '@weft/engine/node';
import { expect, it } from 'vitest';
import { laneSource } from '../../parity/laneSource.ts';
import { nodeLane } from '../../parity/nodeLane.ts';

/** A program that notes when it is released. */
function noted(name: string, events: string[]): () => Promise<Program> {
  return async () => {
    events.push(`+${name}`);
    return { release: async () => void events.push(`-${name}`) } as unknown as Program;
  };
}

it('lets programs go before a large one is built, the least recently used first', async () => {
  const events: string[] = [];
  const cache = new ProgramCache({ programs: 3, bytes: 100 });
  const get = (name: string, bytes: number) => cache.get(name, bytes, noted(name, events));
  await get('text', 30);
  await get('decoder', 30);
  await get('text', 30);
  expect(events).toEqual(['+text', '+decoder']);
  await get('small', 40);
  await get('unet', 60);
  expect(events.slice(3)).toEqual(['-decoder', '-text', '+unet']);
  await get('huge', 500);
  expect(events.slice(6)).toEqual(['-small', '-unet', '+huge']);
  await get('text', 30);
  expect(events.slice(9)).toEqual(['-huge', '+text']);
  await cache.release('te');
  expect(events.at(-1)).toBe('-text');
});

it('holds one net of Stable Diffusion’s size at a time on wasm, and does not train it there', () => {
  const large = 860e6;
  expect(placementOf({ kind: 'wasm' }, large)).toMatchObject({ trains: false, guidesInPairs: false });
  expect(placementOf({ kind: 'wasm' }, large).weightBytes).toBeLessThan(large * 4);
  expect(placementOf({ kind: 'webgpu' }, large)).toMatchObject({ trains: true, guidesInPairs: true });
  expect(placementOf({ kind: 'wasm' }, 16e6)).toMatchObject({ large: false, trains: true, guidesInPairs: true });
});

it('draws the same picture with the halves of guidance one after the other, and after its nets were unloaded', async () => {
  const checkpoint = await loadCheckpoint(laneSource(nodeLane, 'tests/fixtures/tiny', 'tiny'));
  const model = new Model(openNodeRuntime(1), checkpoint);
  const draw = async () => {
    const pipeline = await preparePipeline(model, {
      prompt: 'a sks fabric',
      negativePrompt: 'plain',
      guidanceScale: 5,
      samplingSteps: 2,
      sampler: 'ddim',
      size: model.nativeSize,
      adapters: [],
    });
    return pipeline.generate(seededNoise(3, pipeline.latentCount), { yieldNow: async () => {}, stopping: false });
  };
  const inPairs = await draw();
  await model.unload('unet', 0);
  await model.unload('textEncoder', 0);
  Object.assign(model, { placement: { ...model.placement, guidesInPairs: false } });
  const oneByOne = await draw();
  const apart = inPairs.rgba.reduce(
    (most, level, i) => Math.max(most, Math.abs(level - (oneByOne.rgba[i] as number))),
    0,
  );
  // Sums of a batch may be taken in another order.
  expect(apart).toBeLessThanOrEqual(1);
  await model.release();
});
