/** What comes ready-made: at one press an adapter and a word are in the library, and draw, before anybody has trained. */
import { expect, type Page, test } from '@playwright/test';
import { meanDistance, pixelsOf } from './outputs/pixels.ts';
import { storedAdapters } from './outputs/storedAdapters.ts';
import { fill, generate, goTo, openStudio } from './outputs/studioSteps.ts';

const readyMade = (page: Page) => page.getByRole('button', { name: 'Use ready-made weights' });

test('ready-made weights are there at one press, once, and change what is drawn', async ({ page }) => {
  await openStudio(page, 'wasm');
  await goTo(page, 'Library');
  await readyMade(page).click();
  const adapters = page.getByRole('list', { name: 'Adapters' }).getByRole('listitem');
  const words = page.getByRole('list', { name: 'Learnt words' }).getByRole('listitem');
  await expect(adapters).toHaveCount(1, { timeout: 60_000 });
  await expect(words).toHaveCount(1, { timeout: 60_000 });
  // Their records say what they are.
  await expect(adapters).toContainText(/\d+ steps · 10 images .*ready-made, from the sample fabrics/);
  await expect(words).toContainText('ready-made, from the sample fabrics');
  await expect(readyMade(page)).toHaveCount(0);

  const [adapter] = await storedAdapters(page);
  expect(adapter?.theta.some((value) => value !== 0)).toBe(true);
  await adapters.getByRole('link', { name: /^Draw with/ }).click();
  await fill(page, { Prompt: 'a sks african fabric pattern', 'Sampling steps': 4, Seed: 42 });
  const learnt = await pixelsOf(await generate(page));
  await page.getByLabel('Adapter', { exact: true }).selectOption({ label: 'None' });
  expect(meanDistance(learnt, await pixelsOf(await generate(page)))).toBeGreaterThan(2);

  // One that was deleted can be had again, alone.
  await goTo(page, 'Library');
  await adapters.getByRole('button', { name: /^Delete/ }).click();
  await expect(adapters).toHaveCount(0);
  await readyMade(page).click();
  await expect(adapters).toHaveCount(1, { timeout: 60_000 });
  await expect(words).toHaveCount(1);
});
