/** The starter in few steps: its own adapter comes by the press that asks for it, and what is drawn with it is a picture. */
import { expect, test } from '@playwright/test';
import { pixelsOf } from './outputs/pixels.ts';
import { fill, generate, goTo, openStudio } from './outputs/studioSteps.ts';

test('one press brings the starter’s few-step adapter and draws with it', async ({ page }) => {
  await openStudio(page, 'wasm');
  await goTo(page, 'Create');
  const quickly = page.getByLabel('Draw quickly', { exact: true });
  await expect(quickly).toHaveAccessibleDescription(/4 steps in place of 25, with an adapter of the starter’s own/);
  await fill(page, { Prompt: 'a red dress, fashion photography' });
  await quickly.check();
  await expect(page.getByLabel('Sampling steps', { exact: true })).toHaveValue('4');
  await expect(page.getByLabel('Adapter', { exact: true }).locator('option:checked')).toHaveText(
    'Starter in few steps',
  );
  await expect(quickly).toBeChecked();
  const pixels = await pixelsOf(await generate(page));
  const side = Math.sqrt(pixels.length / 4);
  /** Mean of a channel over the picture's middle. */
  const middle = (channel: number) => {
    let sum = 0;
    const [from, to] = [side * 0.4, side * 0.6];
    for (let y = from | 0; y < to; y++)
      for (let x = from | 0; x < to; x++) sum += pixels[4 * (y * side + x) + channel] ?? 0;
    return sum / Math.ceil(to - from) ** 2;
  };
  expect(middle(0)).toBeGreaterThan(middle(1) + 30);
  expect(middle(0)).toBeGreaterThan(middle(2) + 30);

  await test.step('it is not brought twice', async () => {
    await quickly.uncheck();
    await quickly.check();
    await goTo(page, 'Library');
    await expect(page.getByRole('heading', { name: 'Starter in few steps' })).toHaveCount(1);
  });
});
