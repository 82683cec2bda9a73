/** The page by which anybody measures the studio on their machine: a press, and a report to send. */
import { readFile } from 'node:fs/promises';
import { expect, test } from '@playwright/test';
import type { BenchReport } from '../../bench/onePress/report.ts';
import { openTinyModel } from './models/tinyModel.ts';

test('measures by one press, and saves what it found', async ({ page }) => {
  await openTinyModel(page);
  await page.goto('./bench.html');
  await page.getByLabel('The starter model on WebGPU').uncheck();
  await page.getByRole('button', { name: 'Measure' }).click();
  await expect(page.getByRole('status')).toHaveText('Measured.', { timeout: 180_000 });
  const table = page.getByRole('table', { name: 'Report' });
  await expect(table.getByRole('row')).toHaveCount(1 + 4);

  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: 'Save the report' }).click(),
  ]);
  const report = JSON.parse(await readFile(await download.path(), 'utf8')) as BenchReport;
  expect(report.failures).toEqual([]);
  expect(report.rows.map(({ work }) => work)).toEqual([
    'opening the model',
    'denoising step',
    'training step',
    'image',
  ]);
  for (const { seconds, device } of report.rows) {
    expect(device.kind).toBe('wasm');
    for (const second of seconds) expect(second).toBeGreaterThan(0);
  }
});

test('says what cannot be measured here', async ({ page }) => {
  await page.goto('./bench.html');
  await page.getByLabel('The starter model on the processor').uncheck();
  await page.evaluate(() => Object.defineProperty(navigator, 'gpu', { value: undefined }));
  await page.getByRole('button', { name: 'Measure' }).click();
  await expect(page.getByRole('cell', { name: /WebGPU/ })).toBeVisible({ timeout: 60_000 });
  await expect(page.getByRole('button', { name: 'Save the report' })).toBeEnabled();
});
