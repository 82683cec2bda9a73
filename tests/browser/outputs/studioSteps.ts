/** What a person does in the studio, step by step, by accessible names. */
import { expect, type Locator, type Page } from '@playwright/test';

/** Training a few steps on two cores may take this long. */
export const TRAINING_TIMEOUT = 240_000;
/** Drawing one picture may take this long, on a software GPU too. */
export const DRAWING_TIMEOUT = 180_000;

/** Opens the studio and waits for its model. */
export async function openStudio(page: Page, device: 'wasm' | 'webgpu'): Promise<void> {
  await page.goto(`./?device=${device}`);
  await expect(page.getByRole('region', { name: 'Status' })).toContainText(
    `on ${device === 'wasm' ? 'wasm' : 'WebGPU'}`,
    {
      timeout: DRAWING_TIMEOUT,
    },
  );
}

/** Goes to a panel by the navigation. */
export async function goTo(
  page: Page,
  panel: 'Dataset' | 'Train' | 'Create' | 'Compare' | 'Morph' | 'Library' | 'Course',
): Promise<void> {
  await page.getByRole('navigation').getByRole('link', { name: panel }).click();
  await expect(page.getByRole('heading', { name: panel, level: 1 })).toBeVisible();
}

/** Fills fields by their labels. */
export async function fill(page: Page, fields: Record<string, string | number>): Promise<void> {
  for (const [label, value] of Object.entries(fields))
    await page.getByLabel(label, { exact: true }).fill(String(value));
}

/** Puts the ten sample fabrics into the dataset. */
export async function useSampleFabrics(page: Page): Promise<void> {
  await goTo(page, 'Dataset');
  await page.getByRole('button', { name: 'Use sample fabrics' }).click();
  // Files that are still being read have tiles too, but no picture yet.
  await expect(page.getByRole('button', { name: /^Remove sample/ })).toHaveCount(10, { timeout: 60_000 });
}

/** Puts two of them there as files of one's own, which takes less: enough where nothing hangs on how many there are. */
export async function addTwoFabrics(page: Page): Promise<void> {
  await goTo(page, 'Dataset');
  await page.getByLabel('Add images').setInputFiles([1, 2].map((number) => `public/samples/sample-0${number}.webp`));
  await expect(page.getByRole('button', { name: /^Remove sample/ })).toHaveCount(2, { timeout: 60_000 });
}

/** Removes all images of the dataset but one: enough where nothing hangs on how many are encoded. */
export async function keepOneImage(page: Page): Promise<void> {
  const remove = page.getByRole('button', { name: /^Remove sample/ });
  for (let left = await remove.count(); left > 1; left--) {
    await remove.last().click();
    await expect(remove).toHaveCount(left - 1);
  }
}

/** Draws a picture with what stands in the form; gives the newest picture of the gallery. */
export async function generate(page: Page): Promise<Locator> {
  const pictures = page.getByRole('list', { name: 'Gallery' }).getByRole('img');
  const before = await pictures.count();
  await page.getByRole('button', { name: 'Generate' }).click();
  await expect(pictures).toHaveCount(before + 1, { timeout: DRAWING_TIMEOUT });
  return pictures.first();
}
