/**
 * What the starter's model card shows, made as a newcomer would make it: the sample fabrics, the default runs, the presets'
 * grids, by the studio's own engine on wasm. Writes the grids as WebP to WEFT_CARD_GRIDS, and what was learnt (diffusers'
 * layout) to WEFT_CARD_ADAPTERS, for the judge.
 *
 *   npm run card
 */
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import process from 'node:process';
import { test } from '@playwright/test';
import sharp from 'sharp';
import { openStudio, useSampleFabrics } from '../../tests/browser/outputs/studioSteps.ts';
import { ADAPTER, drawPreset, saveLearnt, train, WORD } from './cardSteps.ts';

const GRIDS = process.env.WEFT_CARD_GRIDS ?? 'public/models/starter/grids';
const ADAPTERS = process.env.WEFT_CARD_ADAPTERS ?? '.cache/card-adapters';

const WITHOUT_PRIOR = 'Medallion print, without class images';

/** Presets of Compare by the file that holds each one's grid. */
const PRESETS = {
  contexts: 'Nine contexts, with and without the adapter',
  styles: 'Nine styles',
  forgetting: 'Forgetting',
  guidance: 'Guidance sweep',
  seeds: 'Nine seeds',
  methods: 'LoRA beside textual inversion',
} as const;

test('the starter’s model card', async ({ page }) => {
  page.on('dialog', (dialog) => dialog.accept());
  await Promise.all([mkdir(GRIDS, { recursive: true }), mkdir(ADAPTERS, { recursive: true })]);
  await openStudio(page, 'wasm');
  await useSampleFabrics(page);

  // The presets draw with the newest adapter, which is the one that keeps the class.
  await train(page, { 'Adapter name': WITHOUT_PRIOR, 'Class images': 0 });
  await train(page, { 'Adapter name': ADAPTER, 'Class images': 16 });
  await page.getByRole('radio', { name: 'LoRA' }).press('ArrowRight');
  await train(page, { Name: WORD });

  await saveLearnt(page, 'Adapters', ADAPTER, join(ADAPTERS, 'lora.safetensors'));
  await saveLearnt(page, 'Adapters', WITHOUT_PRIOR, join(ADAPTERS, 'lora-without.safetensors'));
  await saveLearnt(page, 'Learnt words', WORD, join(ADAPTERS, 'word.safetensors'));

  for (const [file, preset] of Object.entries(PRESETS)) {
    const png = await drawPreset(page, preset);
    await writeFile(join(GRIDS, `${file}.webp`), await sharp(png).webp({ quality: 88 }).toBuffer());
  }
});
