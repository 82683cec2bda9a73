/** A run at another resolution, on some of the layers, its samples one at a time: what changes by it, and what doesn't. */

import {
  type DreamBoothEvent,
  type DreamBoothSettings,
  type Job,
  loadCheckpoint,
  Model,
  type Picture,
  STARTER_LORA,
  trainDreamBooth,
  trainTextualInversion,
} from '@weft/engine';
import { TorchGenerator } from '@weft/engine/internal';
import { expect, it } from 'vitest';
import { laneSource } from '../../parity/laneSource.ts';
import { nodeLane } from '../../parity/nodeLane.ts';
import { relativeError } from '../../parity/relativeError.ts';
import { FABRIC } from '../starter.ts';

const unhurried: Job = { yieldNow: async () => {}, stopping: false };
const QUICK = { guidanceScale: 1, sampler: 'lcm', samplingSteps: 1, adapters: [] } as const;
const WATCHED = { steps: 2, checkpointEvery: 0, evalEvery: 2, sampleEvery: 2, sampleDrawing: QUICK };
const SETTINGS: DreamBoothSettings = {
  ...STARTER_LORA,
  ...FABRIC,
  ...WATCHED,
  batchSize: 2,
  accumulation: 2,
  classImages: 2,
  classDrawing: { ...QUICK, firstSeed: 100 },
};

const openTiny = async () =>
  new Model(nodeLane.runtime, await loadCheckpoint(laneSource(nodeLane, 'tests/fixtures/tiny', 'tiny')));

function photographs(side: number): Picture[] {
  return [1, 2, 3].map((seed) => {
    const noise = new TorchGenerator(seed).randn(4 * side * side);
    return { width: side, height: side, rgba: Uint8ClampedArray.from(noise, (value) => 128 + 60 * value) };
  });
}

async function run(model: Model, side: number, changes: Partial<DreamBoothSettings>) {
  const drawn: Picture[] = [];
  const losses: number[] = [];
  const hear = (event: DreamBoothEvent) => {
    if (event.phase === 'train') losses.push(...event.losses.flatMap(({ instance, prior }) => [instance, prior ?? 0]));
    if ((event.phase === 'class-images' || event.phase === 'sample') && event.picture) drawn.push(event.picture);
  };
  const { adapter } = await trainDreamBooth(model, photographs(side), { ...SETTINGS, ...changes }, unhurried, hear);
  return { adapter, losses, drawn };
}

it('learns from images of another size, and draws at it meanwhile', async () => {
  const model = await openTiny();
  const side = model.nativeSize + model.sizeStep;
  const { adapter, losses, drawn } = await run(model, side, {});
  expect(losses.every(Number.isFinite)).toBe(true);
  expect(adapter.theta.every(Number.isFinite)).toBe(true);
  // Two of the class, and two samples before the first step and after the last.
  expect(drawn.map(({ width, height }) => [width, height])).toEqual([1, 2, 3, 4, 5, 6].map(() => [side, side]));

  const word = await trainTextualInversion(
    model,
    photographs(side),
    { ...SETTINGS, placeholder: '<cloth>', initializer: 'a', vectors: 1, templates: ['a {}'], sampleEvery: 0 },
    unhurried,
    () => {},
  );
  expect(word.embedding.vectors.every(Number.isFinite)).toBe(true);
  await model.release();
});

it('takes the same steps where samples go one at a time, cut into segments or not', async () => {
  const model = await openTiny();
  const together = await run(model, model.nativeSize, {});
  for (const segments of [1, 4]) {
    const single = await run(model, model.nativeSize, { microBatches: true, segments });
    expect(relativeError(single.losses, together.losses)).toBeLessThan(1e-5);
    // AdamW's first steps go by the sign of each gradient, whatever its size.
    expect(relativeError(single.adapter.theta, together.adapter.theta)).toBeLessThan(1e-4);
  }
  await model.release();
});

it('teaches the up blocks alone where asked to, and the text encoder if it is chosen', async () => {
  const model = await openTiny();
  const { adapter } = await run(model, model.nativeSize, {
    upBlocksOnly: true,
    targets: ['attention', 'text-encoder'],
  });
  const places = new Set(adapter.modules.map(({ name }) => name.split('.')[0]));
  expect([...places]).toEqual(['up_blocks', 'text_encoder']);
  await model.release();
});
