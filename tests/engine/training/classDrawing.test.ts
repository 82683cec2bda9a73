/** Class images are drawn as their drawing says: with the adapter that makes a few steps enough, and without the one being taught. */

import {
  type Job,
  loadCheckpoint,
  Model,
  type Picture,
  preparePipeline,
  STARTER_LORA,
  seededNoise,
  trainDreamBooth,
} from '@weft/engine';
import { TorchGenerator } from '@weft/engine/internal';
import { expect, it } from 'vitest';
import { laneSource } from '../../parity/laneSource.ts';
import { nodeLane } from '../../parity/nodeLane.ts';
import { strongLora } from '../../parity/strongLora.ts';
import { FABRIC } from '../starter.ts';

const unhurried: Job = { yieldNow: async () => {}, stopping: false };

it('draws them quickly with the adapter alone', async () => {
  const model = new Model(nodeLane.runtime, await loadCheckpoint(laneSource(nodeLane, 'tests/fixtures/tiny', 'tiny')));
  const adapter = strongLora({ rank: 2, loraAlpha: 2, modules: [...model.loraModules] }, 3);
  const sampling = { samplingSteps: 4, guidanceScale: 1, sampler: 'lcm' } as const;
  const subject = { prompt: 'a cloth', negativePrompt: '', size: model.nativeSize, ...sampling };
  const drawn = async (adapters: { adapter: typeof adapter; weight: number }[]) => {
    const pipeline = await preparePipeline(model, { ...subject, adapters });
    return (await pipeline.generate(seededNoise(100, pipeline.latentCount), unhurried)).rgba;
  };
  const side = model.nativeSize;
  const rgba = Uint8ClampedArray.from(new TorchGenerator(1).randn(4 * side * side), (value) => 128 + 60 * value);
  const photograph = { width: side, height: side, rgba } as Picture;

  const pictures: Picture[] = [];
  const settings = {
    ...STARTER_LORA,
    ...FABRIC,
    steps: 1,
    checkpointEvery: 0,
    evalEvery: 0,
    sampleEvery: 0,
    classImages: 1,
    classPrompt: subject.prompt,
    classDrawing: { ...sampling, firstSeed: 100, adapters: [{ adapter, weight: 1 }] },
  };
  await trainDreamBooth(model, [photograph], settings, unhurried, (event) => {
    if (event.phase === 'class-images' && event.picture) pictures.push(event.picture);
  });
  expect(pictures).toHaveLength(1);
  expect(pictures[0]?.rgba).toEqual(await drawn([{ adapter, weight: 1 }]));
  expect(pictures[0]?.rgba).not.toEqual(await drawn([]));
  await model.release();
});
