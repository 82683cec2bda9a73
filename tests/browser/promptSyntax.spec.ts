/** Prompts as people of other programs write them: weights, chunks, alternatives, and adapters by name. */
import { expect, test } from '@playwright/test';
import { craftedFile } from './adapters/craftedAdapter.ts';
import { openTinyModel } from './models/tinyModel.ts';
import { meanDistance, pixelsOf } from './outputs/pixels.ts';
import { fill, generate, goTo, openStudio } from './outputs/studioSteps.ts';

const LONG = 'a cloth of small red dots on a blue ground, '.repeat(12);

test('weights, changes and long prompts draw what they say, and can be read plainly', async ({ page }) => {
  await openTinyModel(page);
  await openStudio(page, 'wasm');
  await goTo(page, 'Create');
  const prompt = page.getByLabel('Prompt', { exact: true });
  const drawn = async (text: string) => {
    await fill(page, { Prompt: text, 'Sampling steps': 3, Seed: 7 });
    return pixelsOf(await generate(page));
  };
  const plain = await drawn('a red cloth');
  const weighted = await drawn('a (red:1.6) cloth');
  await expect(prompt).toHaveAccessibleDescription(/Read with weights\./);
  expect(meanDistance(weighted, plain)).toBeGreaterThan(0);
  // Brackets around all of it weigh it too; a weight of 1 is none.
  expect(Buffer.compare(await drawn('a (red:1) cloth'), plain)).toBe(0);
  // Changes before the first step, and after the last, are none either.
  expect(Buffer.compare(await drawn('a [blue:red:0] cloth'), plain)).toBe(0);
  expect(Buffer.compare(await drawn('a [red:blue:3] cloth'), plain)).toBe(0);
  const halfway = await drawn('a [red:blue:1] cloth');
  expect(Buffer.compare(halfway, plain)).not.toBe(0);
  expect(Buffer.compare(halfway, await drawn('a blue cloth'))).not.toBe(0);
  const [red, blue, chosen] = [plain, await drawn('a blue cloth'), await drawn('a {red|blue} cloth')];
  expect([red, blue].some((one) => Buffer.compare(one, chosen) === 0)).toBe(true);

  const long = await drawn(LONG);
  await expect(prompt).toHaveAccessibleDescription(/Read in \d chunks of up to 75 tokens\./);
  await page.getByText('Expert settings', { exact: true }).click();
  await page.getByLabel('Prompts are read', { exact: true }).selectOption('Plainly');
  await expect(prompt).toHaveAccessibleDescription(/is cut off/);
  expect(Buffer.compare(await drawn(LONG), long)).not.toBe(0);
  expect(Buffer.compare(await drawn('a (red:1.6) cloth'), weighted)).not.toBe(0);
  await expect(page.getByText('prompts read plainly').first()).toBeVisible();
});

test('an adapter that the prompt names is chosen, and one that it can’t have is told of', async ({ page }) => {
  await openTinyModel(page);
  await openStudio(page, 'wasm');
  await goTo(page, 'Library');
  for (const name of ['Woven', 'Kente']) {
    await page.getByLabel('Import adapters').setInputFiles([craftedFile(name, 5)]);
    await expect(page.getByRole('list', { name: 'Adapters' })).toContainText(name);
  }
  await goTo(page, 'Create');
  const chosen = page.getByLabel('Adapter', { exact: true }).locator('option:checked');
  // Both know the word; one of them is chosen by itself.
  await expect(chosen).toHaveText('Woven');
  await fill(page, { Prompt: 'a sks cloth <lora:Kente:0.6>' });
  await expect(chosen).toHaveText('Kente');
  await expect(page.getByRole('slider', { name: 'Adapter weight' })).toHaveAttribute('aria-valuenow', '0.6');
  await expect(page.getByLabel('Prompt', { exact: true })).toHaveValue('a sks cloth');

  await fill(page, { Prompt: 'a sks cloth <lora:Unheard of:1>' });
  const adviser = page.getByRole('region', { name: 'Adviser on these settings' });
  await expect(adviser).toContainText('names the adapter “Unheard of”, and the library has none of that name');
});
