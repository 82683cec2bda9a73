/** A LoRA run with everything but the usual: what it learns on, from and how is what the stored adapter holds. */
import { readFile } from 'node:fs/promises';
import { expect, test } from '@playwright/test';
import { adapterFile } from './adapters/craftedAdapter.ts';
import { openTinyModel } from './models/tinyModel.ts';
import { meanDistance, pixelsOf } from './outputs/pixels.ts';
import { storedAdapters } from './outputs/storedAdapters.ts';
import { addTwoFabrics, fill, generate, goTo, openStudio, TRAINING_TIMEOUT } from './outputs/studioSteps.ts';

test('layers, batches, schedule, weighting, average and captions reach the adapter, which draws and travels', async ({
  page,
}) => {
  await openTinyModel(page);
  await openStudio(page, 'wasm');
  await addTwoFabrics(page);

  const caption = page.getByRole('textbox', { name: 'Caption of sample-02.webp' });
  await caption.fill('a fabric on a table');
  await expect(caption).toHaveAccessibleDescription(/Without the word sks/);
  await caption.fill('a sks fabric on a table');
  await expect(caption).toHaveAccessibleDescription('');
  // Kept a moment after typing rests.
  await page.waitForTimeout(800);
  await page.reload();
  await goTo(page, 'Dataset');
  await expect(caption).toHaveValue('a sks fabric on a table');

  await goTo(page, 'Train');
  const preset = page.getByLabel('Preset', { exact: true });
  await preset.selectOption('Course (Stable Diffusion 1.5)');
  await expect(page.getByLabel('Steps', { exact: true })).toHaveValue('800');
  await expect(preset).toHaveAccessibleDescription(/steps 800/);
  await preset.selectOption('Starter');
  await expect(page.getByLabel('Steps', { exact: true })).toHaveValue('500');

  await page.getByText('Expert settings', { exact: true }).click();
  // The starter's own recipe has both.
  await page.getByRole('checkbox', { name: 'Convolutions' }).uncheck();
  await page.getByRole('checkbox', { name: 'Projections' }).uncheck();
  await page.getByRole('checkbox', { name: 'Feed-forward' }).check();
  await page.getByRole('checkbox', { name: 'Text encoder' }).check();
  await page.getByRole('checkbox', { name: 'Learn from mirror images too' }).check();
  await page.getByRole('checkbox', { name: 'Up blocks only' }).check();
  await page.getByRole('checkbox', { name: 'One sample at a time' }).check();
  await page.getByLabel('Segments', { exact: true }).selectOption('3');
  await page.getByLabel('Learning rate over time', { exact: true }).selectOption('Falls along a cosine');
  await fill(page, {
    Steps: 4,
    'Class images': 2,
    'Batch size': 2,
    Accumulation: 2,
    'Min-SNR gamma': 5,
    'EMA decay': 0.9,
    'Caption dropout': 0.2,
    'Sample pictures every': 0,
    'Steady loss every': 2,
  });
  await expect(preset.locator('option:checked')).toHaveText('Your own');
  await page.getByRole('button', { name: 'Start training' }).click();
  await expect(page.getByRole('status').getByText('Training finished', { exact: true })).toBeVisible({
    timeout: TRAINING_TIMEOUT,
  });

  const [trained] = await storedAdapters(page);
  if (!trained) throw new Error('no adapter was kept');
  expect(trained.settings).toMatchObject({
    targets: ['attention', 'feed-forward', 'text-encoder'],
    upBlocksOnly: true,
    resolution: 0,
    segments: 3,
    microBatches: true,
    batchSize: 2,
    accumulation: 2,
    schedule: 'cosine',
    minSnrGamma: 5,
    emaDecay: 0.9,
    captionDropout: 0.2,
    mirror: true,
  });
  for (const layer of [/attn2\.to_k$/, /ff\.net\.2$/, /^text_encoder\..*q_proj$/]) {
    expect(
      trained.layers.some((name) => layer.test(name)),
      String(layer),
    ).toBe(true);
  }
  expect(trained.layers.some((name) => /conv|proj_in|fc1|^down_blocks|^mid_block/.test(name))).toBe(false);
  expect(trained.theta.every(Number.isFinite)).toBe(true);

  await page.getByRole('link', { name: 'Draw with it' }).click();
  await fill(page, { Prompt: 'a sks african fabric pattern', 'Sampling steps': 3, Seed: 7 });
  const before = await pixelsOf(await generate(page));

  await goTo(page, 'Library');
  const exporting = page.getByRole('button', { name: 'Export My fabric' });
  await exporting.click();
  await page.getByRole('menuitem', { name: /^PEFT/ }).click();
  await expect(page.getByRole('alert').filter({ hasText: 'also changes the text encoder' })).toBeVisible();
  await exporting.click();
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('menuitem', { name: /^diffusers/ }).click(),
  ]);
  const file = adapterFile(download.suggestedFilename(), await readFile(await download.path()));
  await page.getByRole('button', { name: 'Delete My fabric' }).click();
  await page.getByLabel('Import adapters').setInputFiles(file);
  await expect(page.getByRole('heading', { name: 'My fabric' })).toBeVisible();
  expect(await storedAdapters(page)).toEqual([trained]);

  await page.getByRole('link', { name: 'Draw with it' }).click();
  await fill(page, { Prompt: 'a sks african fabric pattern', 'Sampling steps': 3, Seed: 7 });
  expect(Buffer.compare(await pixelsOf(await generate(page)), before)).toBe(0);
  await page.getByLabel('Adapter', { exact: true }).selectOption({ label: 'None' });
  expect(meanDistance(await pixelsOf(await generate(page)), before)).toBeGreaterThan(0);
});
