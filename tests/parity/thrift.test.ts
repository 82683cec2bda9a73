/** Work that is saved at a picture's steps: against PyTorch, and what is not asked of the U-Net any more. */
import { loadCheckpoint, Model, type Subject } from '@weft/engine';
import { expect, it, vi } from 'vitest';
import { finalLatents } from './cases/fewStep.ts';
import { thrift } from './cases/thrift.ts';
import { laneSource } from './laneSource.ts';
import { nodeLane } from './nodeLane.ts';
import { hold } from './rows.ts';

it('draws what PyTorch draws where guidance ends early and deep layers are used again', async () => {
  const rows = await thrift(nodeLane);
  expect(rows).toHaveLength(12);
  for (const row of rows) hold(row);
});

it('asks for as little as it says, and draws the same as ever where nothing is saved', async () => {
  const model = new Model(nodeLane.runtime, await loadCheckpoint(laneSource(nodeLane, 'tests/fixtures/tiny', 'tiny')));
  const subject: Subject = {
    prompt: 'a fabric pattern',
    negativePrompt: 'blurry',
    guidanceScale: 5,
    samplingSteps: 5,
    sampler: 'ddim',
    size: model.nativeSize,
    adapters: [],
  };
  const asked: string[] = [];
  const { denoiser, sharingDenoiser } = model;
  vi.spyOn(model, 'denoiser').mockImplementation((sizes, lora) => {
    asked.push(`plain ${sizes.batch}`);
    return denoiser.call(model, sizes, lora);
  });
  vi.spyOn(model, 'sharingDenoiser').mockImplementation((sizes, lora, way) => {
    asked.push(`${way} ${sizes.batch}`);
    return sharingDenoiser.call(model, sizes, lora, way);
  });
  const whole = await finalLatents(model, subject);
  expect(await finalLatents(model, { ...subject, guidanceStop: 1, deepEvery: 1 })).toEqual(whole);
  expect(asked.splice(0)).toEqual(new Array(10).fill('plain 2'));
  expect(await finalLatents(model, { ...subject, guidanceStop: 0.6 })).not.toEqual(whole);
  expect(asked.splice(0)).toEqual(['plain 2', 'plain 2', 'plain 2', 'plain 1', 'plain 1']);
  expect(await finalLatents(model, { ...subject, guidanceStop: 0.6, deepEvery: 2 })).not.toEqual(whole);
  // Where guidance ends, what was kept is of two prompts: the deep layers are computed anew.
  expect(asked).toEqual(['keeping 2', 'shallow 2', 'keeping 2', 'keeping 1', 'keeping 1']);
  await model.release();
});
