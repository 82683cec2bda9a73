/** Prompts with weights, breaks, changes on the way and any length, against the same arithmetic written plainly in PyTorch. */
import { loadCheckpoint, Model } from '@weft/engine';
import * as z from 'zod';
import type { ParityCase } from '../lane.ts';
import { laneSource } from '../laneSource.ts';
import { ReferenceTensors } from '../referenceTensors.ts';
import { relativeError } from '../relativeError.ts';
import { finalLatents } from './fewStep.ts';

const FOLDER = 'tests/fixtures/prompt-syntax';
const Listing = z.object({
  prompts: z.record(z.string(), z.string()),
  changes: z.array(z.string()),
  negativePrompt: z.string(),
});

export const promptSyntax: ParityCase = async (lane) => {
  const reference = new ReferenceTensors(await lane.read(`${FOLDER}/expected.safetensors`));
  const listing = new TextDecoder().decode(await lane.read(`${FOLDER}/prompts.json`));
  const { prompts, changes, negativePrompt } = Listing.parse(JSON.parse(listing));
  const model = new Model(lane.runtime, await loadCheckpoint(laneSource(lane, 'tests/fixtures/tiny', 'tiny')));
  const row = (what: string, values: Float32Array, name: string) => ({
    what,
    lane: lane.name,
    measured: relativeError(values, reference.get(name).data),
    bound: lane.name === 'cpu' ? 1e-5 : 1e-4,
    unit: '‖a−b‖/‖b‖' as const,
  });
  const rows = [];
  for (const [name, prompt] of Object.entries(prompts)) {
    const states = await model.encodeWeightedPrompt(prompt, 1);
    rows.push(row('text states of prompts with weights, breaks and chunks', states, `states.${name}`));
  }
  for (const [i, prompt] of changes.entries()) {
    const latents = await finalLatents(model, {
      prompt,
      negativePrompt,
      promptSyntax: 'weighted',
      size: model.nativeSize,
      guidanceScale: 7.5,
      samplingSteps: 4,
      sampler: 'ddim',
      adapters: [],
    });
    rows.push(row('latents, the words of the prompt changing on the way', latents, `latents.${i}`));
  }
  await model.release();
  return rows;
};
