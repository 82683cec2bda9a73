/** Drawing in a few steps, on the processor: against diffusers, and what is not computed where guidance is off. */
import { expect, it, vi } from 'vitest';
import { fewStep, finalLatents, openForLcm, openTurbo, readLcmLora } from './cases/fewStep.ts';
import { nodeLane } from './nodeLane.ts';
import { hold } from './rows.ts';

it('draws what diffusers draws with an LCM-LoRA, and by SD-Turbo’s settings', async () => {
  const rows = await fewStep(nodeLane);
  expect(rows).toHaveLength(10);
  for (const row of rows) hold(row);
});

it('takes every layer of an LCM-LoRA, each with its own rank and alpha', async () => {
  const model = await openForLcm(nodeLane);
  const adapter = await readLcmLora(nodeLane, model.adaptableModules);
  // 16 transformers of ten layers each with two more around it, 22 residual blocks with 14 shortcuts, 6 changes of size.
  expect(adapter.modules).toHaveLength(16 * 12 + 22 * 3 + 14 + 6);
  expect(adapter).toMatchObject({ rank: 2, loraAlpha: 1 });
  expect(adapter.modules.find(({ name }) => name.endsWith('resnets.0.time_emb_proj'))).toMatchObject({
    rank: 1,
    loraAlpha: 0.75,
  });
  await model.release();
});

it('asks the U-Net once a step, and the text encoder for one prompt, where guidance is off', async () => {
  const model = await openTurbo(nodeLane);
  const denoiser = vi.spyOn(model, 'denoiser');
  const encodePrompt = vi.spyOn(model, 'encodePrompt');
  await finalLatents(model, {
    prompt: 'a fabric pattern',
    negativePrompt: 'blurry',
    guidanceScale: 1,
    samplingSteps: 1,
    sampler: 'euler',
    size: 128,
    adapters: [],
  });
  expect(denoiser).toHaveBeenCalledExactlyOnceWith(expect.objectContaining({ batch: 1 }), null);
  expect(encodePrompt.mock.calls.map(([prompt]) => prompt)).toEqual(['a fabric pattern']);
  await model.release();
});
