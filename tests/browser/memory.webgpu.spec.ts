/** The GPU's memory: said beforehand, with settings that fit; and a run in the middle of which it runs out. */
import { expect, type Page, test } from '@playwright/test';
import { openTinyModel } from './models/tinyModel.ts';
import { keptRunSteps } from './outputs/keptRuns.ts';
import { fill, goTo, keepOneImage, openStudio, useSampleFabrics } from './outputs/studioSteps.ts';

const SLOW = 5 * 60_000;

/**
 * Goes before the studio's worker: once it is told to, the next buffer finds no memory, and the device says so as it does
 * then. The device itself is the browser's own.
 */
const EXHAUSTIBLE = `
  const { createBuffer } = GPUDevice.prototype;
  let exhausted = false;
  new BroadcastChannel('exhaust').onmessage = () => { exhausted = true; };
  GPUDevice.prototype.createBuffer = function (descriptor) {
    if (exhausted) {
      exhausted = false;
      const error = new GPUOutOfMemoryError('no memory for ' + descriptor.size + ' bytes');
      this.dispatchEvent(new GPUUncapturedErrorEvent('uncapturederror', { error }));
    }
    return createBuffer.call(this, descriptor);
  };
`;

async function exhaustGpu(page: Page): Promise<void> {
  await page.evaluate(() => new BroadcastChannel('exhaust').postMessage(null));
}

test('what a run takes is said, what fits is proposed, and a run that memory ends is kept', async ({ page }) => {
  test.setTimeout(2 * SLOW);
  await page.route(/studio\.worker-.*\.js$/, async (route) => {
    const response = await route.fetch();
    await route.fulfill({ response, body: `${EXHAUSTIBLE}\n${await response.text()}` });
  });
  await openTinyModel(page);
  await page.goto('./?device=wasm');
  await useSampleFabrics(page);
  await keepOneImage(page);
  await openStudio(page, 'webgpu');
  await goTo(page, 'Train');
  await page.getByText('Expert settings', { exact: true }).click();
  await fill(page, {
    'Adapter name': 'Exhausting',
    Steps: 400,
    'Class images': 0,
    Rank: 2,
    'Checkpoint every': 1,
    'Steady loss every': 0,
    'Sample pictures every': 0,
  });

  await page.getByText('Memory of this GPU', { exact: true }).click();
  await fill(page, { 'GPU memory (GB)': 0.001 });
  const proposed = page.getByRole('alert').filter({ hasText: 'more than its 0.001 GB' });
  await expect(proposed).toBeVisible({ timeout: SLOW });
  await fill(page, { 'GPU memory (GB)': 8 });
  await expect(proposed).toBeHidden();

  await page.getByRole('button', { name: 'Start training' }).click();
  await expect.poll(async () => (await keptRunSteps(page))[0] ?? 0, { timeout: SLOW }).toBeGreaterThan(0);
  await exhaustGpu(page);
  const error = page.getByRole('alert').filter({ hasText: 'not enough memory' });
  await expect(error.getByRole('button', { name: /^Change to/ })).toBeVisible({ timeout: SLOW });
  const offer = page.getByRole('region', { name: 'Unfinished runs' });
  await expect(offer.getByRole('button', { name: /^Go on from step \d+$/ })).toBeVisible();
  expect((await keptRunSteps(page))[0]).toBeGreaterThan(0);
});
