/** Drawing with work saved, against the same written plainly in PyTorch: guidance that ends early, deep layers used again. */
import { loadCheckpoint, Model, type SamplerKind } from '@weft/engine';
import type { ParityCase } from '../lane.ts';
import { laneSource } from '../laneSource.ts';
import { ReferenceTensors } from '../referenceTensors.ts';
import { relativeError } from '../relativeError.ts';
import { finalLatents } from './fewStep.ts';

export const thrift: ParityCase = async (lane) => {
  const reference = new ReferenceTensors(await lane.read('tests/fixtures/thrift/expected.safetensors'));
  const model = new Model(lane.runtime, await loadCheckpoint(laneSource(lane, 'tests/fixtures/tiny', 'tiny')));
  const rows = [];
  for (const name of reference.names('')) {
    const [sampler, percent, every] = name.split('.') as [SamplerKind, string, string];
    const latents = await finalLatents(model, {
      prompt: 'a sks african fabric pattern',
      negativePrompt: 'blurry',
      size: model.nativeSize,
      guidanceScale: 7.5,
      samplingSteps: 7,
      sampler,
      adapters: [],
      guidanceStop: Number(percent) / 100,
      deepEvery: Number(every),
    });
    rows.push({
      what: 'latents, guidance ending early and deep layers used again',
      lane: lane.name,
      measured: relativeError(latents, reference.get(name).data),
      bound: lane.name === 'cpu' ? 1e-5 : 1e-4,
      unit: '‖a−b‖/‖b‖',
    });
  }
  await model.release();
  return rows;
};
