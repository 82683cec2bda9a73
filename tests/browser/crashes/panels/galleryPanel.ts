/** The gallery as crash scenarios and pairs of tabs use it: each picture known by its seed. */
import type { Locator, Page } from '@playwright/test';
import { fill } from '../../outputs/studioSteps.ts';

export const gallery = (page: Page): Locator => page.getByRole('list', { name: 'Gallery' });

export const tileOfSeed = (page: Page, seed: number): Locator =>
  gallery(page)
    .getByRole('listitem')
    .filter({ hasText: `seed ${seed} ` });

export const favourite = (page: Page, seed: number): Locator =>
  tileOfSeed(page, seed).getByRole('button', { name: 'Favourite' });

/** Begins a picture of one step. */
export async function pressGenerate(page: Page, seed: number): Promise<void> {
  await fill(page, { Seed: seed, 'Sampling steps': 1 });
  await page.getByRole('button', { name: 'Generate' }).click();
}

/** Marks a picture as chosen, for what is done with several. */
export async function choosePicture(page: Page, seed: number): Promise<void> {
  await tileOfSeed(page, seed).getByRole('checkbox', { name: 'Choose this picture' }).check();
}

export const chosenPictures = (page: Page): Locator => page.getByRole('region', { name: 'Chosen pictures' });
