/**
 * The adapter and the word that the studio offers ready-made: what its own default runs learn from the sample fabrics, on
 * wasm, as a newcomer's would. Writes them beside the samples.
 *
 *   npm run ready-made
 */
import { join } from 'node:path';
import { test } from '@playwright/test';
import { READY_MADE } from '../../src/features/library/files/readyMadeFiles.ts';
import { openStudio, useSampleFabrics } from '../../tests/browser/outputs/studioSteps.ts';
import { ADAPTER, saveLearnt, train, WORD } from './cardSteps.ts';

const FOLDER = 'public/samples';
/** Not the form's, which people keep for words of their own. */
const TOKEN = '<medallion-print>';

test('the ready-made weights', async ({ page }) => {
  page.on('dialog', (dialog) => dialog.accept());
  const [adapter, word] = READY_MADE;
  await openStudio(page, 'wasm');
  await useSampleFabrics(page);
  await train(page, { 'Adapter name': ADAPTER });
  await saveLearnt(page, 'Adapters', ADAPTER, join(FOLDER, adapter));
  await page.getByRole('navigation').getByRole('link', { name: 'Train' }).click();
  await page.getByRole('radio', { name: 'LoRA' }).press('ArrowRight');
  await train(page, { Name: WORD, 'Placeholder token': TOKEN });
  await saveLearnt(page, 'Learnt words', WORD, join(FOLDER, word));
});
