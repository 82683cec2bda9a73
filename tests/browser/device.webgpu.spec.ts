/** The same seed on WebGPU (the browser's software adapter) and on wasm: a short training and a picture come out alike. */
import { expect, type Page, test } from '@playwright/test';
import { openTinyModel } from './models/tinyModel.ts';
import { largestDistance, meanDistance, pixelsOf } from './outputs/pixels.ts';
import { storedAdapters } from './outputs/storedAdapters.ts';
import { fill, generate, goTo, openStudio, useSampleFabrics } from './outputs/studioSteps.ts';

const STEPS = 3;
const RUN_TIMEOUT = 9 * 60_000;

/** Trains a few steps, draws with what was learnt, and gives both. */
async function trainAndDraw(
  page: Page,
  device: 'wasm' | 'webgpu',
  name: string,
): Promise<{ theta: number[]; picture: Uint8Array }> {
  await openStudio(page, device);
  await goTo(page, 'Train');
  await page.getByText('Expert settings', { exact: true }).click();
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
  await goTo(page, 'Create');
  await fill(page, { 'Sampling steps': 2, Seed: 7 });
  await page.getByLabel('Adapter', { exact: true }).selectOption({ label: name });
  const picture = await pixelsOf(await generate(page));
  const stored = (await storedAdapters(page)).find((record) => record.name === name);
  if (!stored) throw new Error('no adapter was kept');
  return { theta: stored.theta, picture };
}

test('training and drawing give on WebGPU what they give on wasm', async ({ page }) => {
  test.setTimeout(2 * RUN_TIMEOUT);
  await openTinyModel(page);
  await page.goto('./?device=wasm');
  await useSampleFabrics(page);
  // One photograph is enough to encode; the rest would only take time.
  const remove = page.getByRole('button', { name: /^Remove sample/ });
  while ((await remove.count()) > 1) {
    const left = await remove.count();
    await remove.last().click();
    await expect(remove).toHaveCount(left - 1);
  }

  const wasm = await trainAndDraw(page, 'wasm', 'On wasm');
  const webgpu = await trainAndDraw(page, 'webgpu', 'On WebGPU');

  expect(webgpu.theta).toHaveLength(wasm.theta.length);
  // AdamW's first steps are ± the learning rate whatever the gradient's size, so a gradient near zero may go
  // either way; all but a few numbers agree to the last digits that float32 keeps.
  const apart = webgpu.theta.filter((value, i) => Math.abs(value - (wasm.theta[i] as number)) > 1e-4).length;
  expect(apart / webgpu.theta.length).toBeLessThan(0.01);
  expect(meanDistance(webgpu.picture, wasm.picture)).toBeLessThan(0.5);
  expect(largestDistance(webgpu.picture, wasm.picture)).toBeLessThanOrEqual(8);
});
