/** The same seed on WebGPU (the browser's software adapter) and on wasm: a short training and a picture come out alike. */
import { expect, type Page, test } from '@playwright/test';
import { openTinyModel } from './models/tinyModel.ts';
import { largestDistance, meanDistance, pixelsOf } from './outputs/pixels.ts';
import { storedAdapters } from './outputs/storedAdapters.ts';
import { fill, generate, goTo, keepOneImage, openStudio, useSampleFabrics } from './outputs/studioSteps.ts';

const STEPS = 3;
const RUN_TIMEOUT = 9 * 60_000;

/** Trains a few steps and gives what was learnt. */
async function train(page: Page, name: string, segments: string): Promise<number[]> {
  await goTo(page, 'Train');
  await page.getByText('Expert settings', { exact: true }).click();
  await page.getByLabel('Segments', { exact: true }).selectOption(segments);
  await fill(page, {
    'Adapter name': name,
    Steps: STEPS,
    'Class images': 0,
    Rank: 2,
    'Steady loss every': STEPS,
    'Sample pictures every': 0,
  });
  await page.getByRole('button', { name: 'Start training' }).click();
  await expect(page.getByRole('status').getByText('Training finished', { exact: true })).toBeVisible({
    timeout: RUN_TIMEOUT,
  });
  const stored = (await storedAdapters(page)).find((record) => record.name === name);
  if (!stored) throw new Error('no adapter was kept');
  return stored.theta;
}

/** The picture of a seed, drawn with an adapter. */
async function draw(page: Page, adapter: string): Promise<Uint8Array> {
  await goTo(page, 'Create');
  await fill(page, { 'Sampling steps': 2, Seed: 7 });
  await page.getByLabel('Adapter', { exact: true }).selectOption({ label: adapter });
  return pixelsOf(await generate(page));
}

/**
 * The share of numbers that differ. AdamW's first steps are ± the learning rate whatever the gradient's size, so a gradient
 * near zero may go either way; all but a few numbers agree to the last digits that float32 keeps.
 */
function shareApart(a: readonly number[], b: readonly number[]): number {
  return a.filter((value, i) => Math.abs(value - (b[i] as number)) > 1e-4).length / a.length;
}

test('training and drawing give on WebGPU what they give on wasm', async ({ page }) => {
  test.setTimeout(2 * RUN_TIMEOUT);
  await openTinyModel(page);
  await page.goto('./?device=wasm');
  await useSampleFabrics(page);
  await keepOneImage(page);

  await openStudio(page, 'wasm');
  const onWasm = await train(page, 'On wasm', '1');
  const drawnOnWasm = await draw(page, 'On wasm');
  await openStudio(page, 'webgpu');
  const onWebGpu = await train(page, 'On WebGPU', '1');
  const drawnOnWebGpu = await draw(page, 'On WebGPU');
  expect(onWebGpu).toHaveLength(onWasm.length);
  expect(shareApart(onWebGpu, onWasm)).toBeLessThan(0.01);
  expect(meanDistance(drawnOnWebGpu, drawnOnWasm)).toBeLessThan(0.5);
  expect(largestDistance(drawnOnWebGpu, drawnOnWasm)).toBeLessThanOrEqual(8);

  // What segments hand to each other stays on the GPU.
  const inSegments = await train(page, 'In segments', '3');
  expect(inSegments).toHaveLength(onWasm.length);
  expect(shareApart(inSegments, onWasm)).toBeLessThan(0.01);
});
