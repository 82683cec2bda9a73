/** Train as crash scenarios and pairs of tabs use it: presets and class images of a person’s own. */
import type { Page } from '@playwright/test';
import * as files from '../../images/pictureFiles.ts';
import { fill } from '../../outputs/studioSteps.ts';

export const press = (page: Page, name: string) => page.getByRole('button', { name, exact: true }).click();
export const preset = (page: Page) => page.getByLabel('Preset', { exact: true });

/** All but the press that keeps it. */
export async function readyPreset(page: Page, name: string, steps: number): Promise<void> {
  await fill(page, { Steps: steps });
  await press(page, 'Save as a preset');
  await fill(page, { 'Name of the preset': name });
}

export async function savePreset(page: Page, name: string, steps: number): Promise<void> {
  await readyPreset(page, name, steps);
  await press(page, 'Save');
}

export const openClassImages = (page: Page) => page.getByText('Own class images', { exact: true }).click();
export const classImages = (page: Page) => page.getByRole('list', { name: 'Own class images' }).getByRole('img');

export async function addClassImages(page: Page, ...names: string[]): Promise<void> {
  const chosen = names.map(async (name) => ({ name, mimeType: 'image/png', buffer: await files.png(40, 40) }));
  await page.getByLabel('Add class images', { exact: true }).setInputFiles(await Promise.all(chosen));
}
