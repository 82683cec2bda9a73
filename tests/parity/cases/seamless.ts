/** Pictures whose edges meet, against the same written plainly in PyTorch: where their ways end, and as pixels. */
import { loadCheckpoint, Model, type Seamless } from '@weft/engine';
import type { ParityCase } from '../lane.ts';
import { laneSource } from '../laneSource.ts';
import { ReferenceTensors } from '../referenceTensors.ts';
import { relativeError } from '../relativeError.ts';
import { finalLatents } from './fewStep.ts';

/** The reference's names of them. */
const WAYS: Readonly<Record<string, Seamless>> = {
  across: { across: true, down: false },
  down: { across: false, down: true },
  both: { across: true, down: true },
  'half-drop': { across: true, down: true, moved: 'columns' },
  brick: { across: true, down: true, moved: 'rows' },
};

export const seamless: ParityCase = async (lane) => {
  const reference = new ReferenceTensors(await lane.read('tests/fixtures/seamless/expected.safetensors'));
  const model = new Model(lane.runtime, await loadCheckpoint(laneSource(lane, 'tests/fixtures/tiny', 'tiny')));
  const row = (what: string, measured: number) => ({
    what,
    lane: lane.name,
    measured,
    bound: lane.name === 'cpu' ? 1e-5 : 1e-4,
    unit: '‖a−b‖/‖b‖',
  });
  const rows = [];
  for (const [way, edges] of Object.entries(WAYS)) {
    const latents = await finalLatents(model, {
      prompt: 'a sks african fabric pattern',
      negativePrompt: 'blurry',
      size: model.nativeSize,
      guidanceScale: 7.5,
      samplingSteps: 5,
      sampler: 'ddim',
      adapters: [],
      seamless: edges,
    });
    const expected = reference.get(`${way}.latents`).data;
    rows.push(row('latents of pictures whose edges meet', relativeError(latents, expected)));
    const pixels = await model.decodeLatents(Float32Array.from(expected), model.latentSide(model.nativeSize), edges);
    rows.push(row('pixels of pictures whose edges meet', relativeError(pixels, reference.get(`${way}.pixels`).data)));
  }
  await model.release();
  return rows;
};
