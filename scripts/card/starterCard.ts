/**
 * What the starter's model card shows, made as a newcomer would make it: the sample fabrics, the default runs, the
 * ready-made grids, by the studio's own engine on wasm. Writes the grids as WebP to WEFT_CARD_GRIDS, and what was learnt
 * (diffusers' layout) to WEFT_CARD_ADAPTERS, for the judge.
 *
 *   npm run card
 */
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import process from 'node:process';
import { expect, type Page, test } from '@playwright/test';
import sharp from 'sharp';
import { fill, goTo, openStudio, useSampleFabrics } from '../../tests/browser/outputs/studioSteps.ts';

const GRIDS = process.env.WEFT_CARD_GRIDS ?? 'public/models/starter/grids';
const ADAPTERS = process.env.WEFT_CARD_ADAPTERS ?? '.cache/card-adapters';
const WORK_TIMEOUT = 20 * 60_000;

const WITH_PRIOR = 'with class images';
const WITHOUT_PRIOR = 'without class images';
const WORD = 'learnt word';

/** Presets of Compare by the file that holds each one's grid. */
const PRESETS = {
  contexts: 'Nine contexts, with and without the adapter',
  styles: 'Nine styles',
  forgetting: 'Forgetting',
  guidance: 'Guidance sweep',
  seeds: 'Nine seeds',
  methods: 'LoRA beside textual inversion',
} as const;

async function bytesOf(page: Page, press: () => Promise<void>): Promise<Buffer> {
  const [download] = await Promise.all([page.waitForEvent('download', { timeout: WORK_TIMEOUT }), press()]);
  return readFile(await download.path());
}

async function train(page: Page, fields: Record<string, string | number>): Promise<void> {
  await goTo(page, 'Train');
  await fill(page, fields);
  await page.getByRole('button', { name: 'Start training' }).click();
  const ended = page.getByRole('status').getByText('Training finished', { exact: true });
  // What the former run said goes when this one begins.
  await expect(ended).toBeHidden();
  await expect(ended).toBeVisible({ timeout: WORK_TIMEOUT });
}

async function saveLearnt(page: Page, list: string, name: string, file: string): Promise<void> {
  await goTo(page, 'Library');
  const card = page.getByRole('list', { name: list }).getByRole('listitem').filter({ hasText: name });
  await card
    .first()
    .getByRole('button', { name: /^Export/ })
    .click();
  const bytes = await bytesOf(page, () => page.getByRole('menuitem', { name: /^diffusers/ }).click());
  await writeFile(join(ADAPTERS, file), bytes);
}

async function drawPreset(page: Page, preset: string, file: string): Promise<void> {
  await goTo(page, 'Compare');
  const save = page.getByRole('button', { name: 'Save grid as PNG' });
  const fold = page.getByText('Presets', { exact: true });
  const choice = page.getByRole('button', { name: new RegExp(`^${preset}(?!, four seeds)`) });
  if (!(await choice.isVisible())) await fold.click();
  await choice.click();
  await page.getByRole('button', { name: /^Draw \d+ pictures$/ }).click();
  await expect(page.getByRole('progressbar', { name: 'Grid progress' })).toHaveCount(0, { timeout: WORK_TIMEOUT });
  const png = await bytesOf(page, () => save.click());
  await writeFile(join(GRIDS, `${file}.webp`), await sharp(png).webp({ quality: 88 }).toBuffer());
}

test('the starter’s model card', async ({ page }) => {
  page.on('dialog', (dialog) => dialog.accept());
  await Promise.all([mkdir(GRIDS, { recursive: true }), mkdir(ADAPTERS, { recursive: true })]);
  await openStudio(page, 'wasm');
  await useSampleFabrics(page);

  // The presets draw with the newest adapter, which is the one that keeps the class.
  await train(page, { 'Adapter name': WITHOUT_PRIOR, 'Class images': 0 });
  await train(page, { 'Adapter name': WITH_PRIOR, 'Class images': 16 });
  await page.getByRole('radio', { name: 'LoRA' }).press('ArrowRight');
  await train(page, { Name: WORD });

  await saveLearnt(page, 'Adapters', WITH_PRIOR, 'lora.safetensors');
  await saveLearnt(page, 'Adapters', WITHOUT_PRIOR, 'lora-without.safetensors');
  await saveLearnt(page, 'Learnt words', '<african-fabric>', 'word.safetensors');

  for (const [file, preset] of Object.entries(PRESETS)) await drawPreset(page, preset, file);
});
