/** Compare as crash scenarios and pairs of tabs use it: a grid of two seeds. */
import { expect, type Page } from '@playwright/test';
import { fill } from '../../outputs/studioSteps.ts';

/** All but the press that draws it. @param seeds as they are typed */
export async function readyGrid(page: Page, seeds: string): Promise<void> {
  await page.getByLabel('Columns', { exact: true }).selectOption({ label: 'Seed' });
  await page.getByLabel('Rows', { exact: true }).selectOption({ label: 'None' });
  await fill(page, { 'Column values': seeds, 'Sampling steps': 1 });
}

export const pressDraw = (page: Page) => page.getByRole('button', { name: 'Draw 2 pictures', exact: true }).click();

/** Its seeds, as they were typed; to be asked of a grid that is drawn, or was. */
export async function shownSeeds(page: Page): Promise<string> {
  const cells = page.getByRole('list', { name: /^Grid: / }).getByRole('listitem');
  await expect(cells).toHaveCount(2);
  return (await cells.allTextContents()).map((text) => /seed (\d+)/.exec(text)?.[1]).join(', ');
}
