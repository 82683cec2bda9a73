/** The main job from end to end on wasm, with few steps: fabrics in, an adapter trained, pictures and a film out. */
import { readFile } from 'node:fs/promises';
import { type Download, expect, type Page, test } from '@playwright/test';
import { openTinyModel } from './models/tinyModel.ts';
import { gifFrames } from './outputs/gifFrames.ts';
import { pageTasks } from './outputs/pageTasks.ts';
import { meanDistance, pixelsOf } from './outputs/pixels.ts';
import { pngText } from './outputs/pngText.ts';
import { storedAdapters } from './outputs/storedAdapters.ts';
import {
  addTwoFabrics,
  DRAWING_TIMEOUT,
  fill,
  generate,
  goTo,
  openStudio,
  TRAINING_TIMEOUT,
  useSampleFabrics,
} from './outputs/studioSteps.ts';

const ADAPTER = 'Medallions';
const STEPS = 12;

async function saved(download: Download): Promise<Buffer> {
  return readFile(await download.path());
}

async function download(page: Page, name: string): Promise<Buffer> {
  const [file] = await Promise.all([page.waitForEvent('download'), page.getByRole('link', { name }).first().click()]);
  return saved(file);
}

// Recording a trace is work for the page's main thread, which is watched here.
test.use({ trace: 'off' });

test('ten fabrics in, an adapter trained, pictures with it, a film out', async ({ browser, page }) => {
  test.setTimeout(8 * 60_000);
  await openStudio(page, 'wasm');
  await useSampleFabrics(page);

  await test.step('train', async () => {
    await goTo(page, 'Train');
    await fill(page, { 'Adapter name': ADAPTER, Steps: STEPS, 'Class images': 1, Rank: 4 });
    const tasks = await pageTasks(browser, page, async () => {
      await page.getByRole('button', { name: 'Start training' }).click();
      await expect(page.getByRole('progressbar', { name: 'Training progress' })).toBeVisible();
      await expect(page.getByRole('status').getByText('Training finished', { exact: true })).toBeVisible({
        timeout: TRAINING_TIMEOUT,
      });
    });
    expect(tasks.filter((milliseconds) => milliseconds > 100)).toEqual([]);
    await expect(
      page.getByRole('img', {
        name: new RegExp(`Loss curves.*Step ${STEPS}: instance loss [\\d.]+.*prior loss [\\d.]+`, 'i'),
      }),
    ).toBeVisible();
  });

  await test.step('the adapter outlives a reload', async () => {
    await page.reload();
    const [stored, ...others] = await storedAdapters(page);
    expect(others).toEqual([]);
    expect(stored).toMatchObject({ name: ADAPTER, stepsDone: STEPS, rank: 4 });
    expect(stored?.modules).toBeGreaterThan(8);
    expect(stored?.theta.every(Number.isFinite)).toBe(true);
    await goTo(page, 'Library');
    await expect(page.getByRole('list', { name: 'Adapters' }).getByRole('listitem')).toContainText([ADAPTER]);
    await openStudio(page, 'wasm');
  });

  await test.step('draw with and without it', async () => {
    await goTo(page, 'Create');
    const prompt = 'a sks african fabric pattern';
    await fill(page, { Prompt: prompt, 'Sampling steps': 4, Seed: 42 });
    await page.getByLabel('Adapter', { exact: true }).selectOption({ label: 'None' });
    const bare = await pixelsOf(await generate(page));
    const again = await pixelsOf(await generate(page));
    expect(Buffer.compare(bare, again)).toBe(0);

    await page.getByLabel('Adapter', { exact: true }).selectOption({ label: ADAPTER });
    const picture = await generate(page);
    await expect(picture).toHaveAttribute('alt', prompt);
    expect(meanDistance(await pixelsOf(picture), bare)).toBeGreaterThan(2);

    await page.getByRole('button', { name: 'New seed' }).click();
    await expect(page.getByLabel('Seed', { exact: true })).not.toHaveValue('42');

    const texts = pngText(await download(page, 'Download PNG'));
    expect(JSON.parse(texts.weft ?? '')).toMatchObject({
      prompt,
      seed: 42,
      samplingSteps: 4,
      guidanceScale: 7.5,
      adapters: [{ name: ADAPTER, weight: 1 }],
    });
    expect(texts.parameters).toContain('Steps: 4');
  });

  await test.step('render a film', async () => {
    await goTo(page, 'Morph');
    await fill(page, { Keyframes: 3, 'Duration (s)': 1.2, 'Frames per second': 10, 'Sampling steps': 1 });
    await expect(page.getByText(/12 frames.*about/)).toBeVisible();
    await page.getByRole('button', { name: 'Render morph' }).click();
    await expect(page.getByRole('link', { name: 'Download GIF' })).toBeVisible({ timeout: DRAWING_TIMEOUT });
    const { frames, delays, width } = gifFrames(await download(page, 'Download GIF'));
    expect(width).toBe(128);
    expect(frames).toHaveLength(12);
    expect(delays.reduce((sum, delay) => sum + delay, 0)).toBe(120);
    const steps = frames.map((frame, i) => meanDistance(frame, frames[(i + 1) % frames.length] as Uint8ClampedArray));
    const seam = steps.pop() as number;
    expect(Math.min(...steps)).toBeGreaterThan(0);
    expect(seam).toBeGreaterThan(0);
    expect(seam).toBeLessThan(1.5 * Math.max(...steps));
  });
});

test('a run that is stopped keeps what it learnt', async ({ page }) => {
  await openTinyModel(page);
  await openStudio(page, 'wasm');
  await addTwoFabrics(page);
  await goTo(page, 'Train');
  await fill(page, { 'Adapter name': 'Stopped', Steps: 4000, 'Class images': 0 });
  await page.getByRole('button', { name: 'Start training' }).click();
  await expect(page.getByRole('img', { name: /Loss curves.*Step \d+: instance loss/ })).toBeVisible({
    timeout: TRAINING_TIMEOUT,
  });
  await page.getByRole('button', { name: 'Stop' }).click();
  await expect(page.getByText('Training stopped; what was learnt is kept')).toBeVisible({ timeout: 60_000 });
  const [stored] = await storedAdapters(page);
  expect(stored?.stepsDone).toBeGreaterThan(0);
  expect(stored?.stepsDone).toBeLessThan(4000);
});
