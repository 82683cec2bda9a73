/** Prompts with weights, breaks and changes: against PyTorch, and what they have in common with plain ones. */
import { loadCheckpoint, Model, type Subject } from '@weft/engine';
import { expect, it } from 'vitest';
import { finalLatents } from './cases/fewStep.ts';
import { promptSyntax } from './cases/promptSyntax.ts';
import { laneSource } from './laneSource.ts';
import { nodeLane } from './nodeLane.ts';
import { hold } from './rows.ts';

it('reads weights, breaks, chunks and changes as PyTorch computes them', async () => {
  const rows = await promptSyntax(nodeLane);
  expect(rows).toHaveLength(13);
  for (const row of rows) hold(row);
});

it('draws a prompt without syntax the same, whichever way it is read, and one with it another', async () => {
  const model = new Model(nodeLane.runtime, await loadCheckpoint(laneSource(nodeLane, 'tests/fixtures/tiny', 'tiny')));
  const subject: Subject = {
    prompt: 'a fabric pattern',
    negativePrompt: 'blurry',
    guidanceScale: 5,
    samplingSteps: 3,
    sampler: 'ddim',
    size: model.nativeSize,
    adapters: [],
  };
  const plain = await finalLatents(model, subject);
  expect(await finalLatents(model, { ...subject, promptSyntax: 'weighted' })).toEqual(plain);
  const heavy = { ...subject, prompt: 'a (fabric:1.5) pattern' };
  const weighted = await finalLatents(model, { ...heavy, promptSyntax: 'weighted' });
  expect(weighted).not.toEqual(plain);
  // Read plainly, brackets and numbers are words.
  expect(await finalLatents(model, heavy)).not.toEqual(weighted);
  // A prompt that has more chunks than the negative one draws, guided or not.
  const long = { ...subject, prompt: `${'a fabric, '.repeat(40)}red`, promptSyntax: 'weighted' } as const;
  for (const guidanceScale of [1, 5]) {
    const latents = await finalLatents(model, { ...long, guidanceScale });
    expect(latents.every(Number.isFinite)).toBe(true);
    expect(latents).not.toEqual(await finalLatents(model, { ...long, guidanceScale, promptSyntax: 'plain' }));
  }
  await model.release();
});
