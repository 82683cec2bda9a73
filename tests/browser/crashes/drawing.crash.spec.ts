/** Pictures, grids and films, broken off at every write. */
import { readFile } from 'node:fs/promises';
import { expect, type Page, test } from '@playwright/test';
import { gifFrames } from '../outputs/gifFrames.ts';
import { DRAWING_TIMEOUT, fill, generate } from '../outputs/studioSteps.ts';
import { atEveryWrite, modelOpened } from './everyWrite.ts';

/** Names of images, each of which is decoded. */
const decodedNames = (page: Page, list: string): Promise<string[]> =>
  page.locator(list).evaluateAll((all) =>
    Promise.all(
      all.map(async (image) => {
        await (image as HTMLImageElement).decode();
        return image.getAttribute('alt') ?? '';
      }),
    ),
  );

test.setTimeout(30 * 60_000);

test('a picture drawn into the gallery', async ({ browser }) => {
  const gallery = (page: Page) => page.getByRole('list', { name: 'Gallery' }).getByRole('img');
  await atEveryWrite(browser, {
    panel: 'create',
    prepare: async (page) => {
      await modelOpened(page);
      await fill(page, { Prompt: 'a first cloth', 'Sampling steps': 1 });
      await generate(page);
      await fill(page, { Prompt: 'a second cloth' });
    },
    act: (page) => page.getByRole('button', { name: 'Generate' }).click(),
    done: (page) => expect(gallery(page)).toHaveCount(2, { timeout: DRAWING_TIMEOUT }),
    check: async (page, whole) => {
      await expect(gallery(page).last()).toBeVisible();
      const names = await decodedNames(page, 'ul[aria-label="Gallery"] img');
      const both = ['a second cloth', 'a first cloth'];
      expect(whole ? [both] : [['a first cloth'], both]).toContainEqual(names);
    },
  });
});

test('a comparison of two pictures, in place of an earlier one', async ({ browser }) => {
  const pictures = (page: Page) => page.getByRole('region', { name: 'Compare: results' }).locator('button img');
  const draw = (page: Page) => page.getByRole('button', { name: 'Draw 2 pictures', exact: true });
  const headers = (page: Page) => page.getByRole('columnheader').filter({ hasText: /seed/ });
  await atEveryWrite(browser, {
    panel: 'compare',
    prepare: async (page) => {
      await modelOpened(page);
      await page.getByLabel('Columns', { exact: true }).selectOption({ label: 'Seed' });
      await fill(page, { 'Column values': '1, 2', 'Sampling steps': 1 });
      await draw(page).click();
      await expect(pictures(page)).toHaveCount(2, { timeout: DRAWING_TIMEOUT });
      await fill(page, { 'Column values': '3, 4' });
    },
    act: (page) => draw(page).click(),
    done: async (page) => {
      await expect(headers(page)).toHaveText(['seed 3', 'seed 4']);
      await expect(pictures(page)).toHaveCount(2, { timeout: DRAWING_TIMEOUT });
    },
    check: async (page, whole) => {
      await expect(headers(page)).toHaveCount(2);
      const shown = await headers(page).allTextContents();
      expect(
        whole
          ? [['seed 3', 'seed 4']]
          : [
              ['seed 1', 'seed 2'],
              ['seed 3', 'seed 4'],
            ],
      ).toContainEqual(shown);
      const count = (await decodedNames(page, 'button img')).length;
      if (whole || shown[0] === 'seed 1') expect(count).toBe(2);
      if (count === 2) return;
      await modelOpened(page);
      await page.getByRole('button', { name: /^Draw the (2 missing pictures|missing picture)$/ }).click();
      await expect(pictures(page)).toHaveCount(2, { timeout: DRAWING_TIMEOUT });
    },
  });
});

test('a film of a few frames', async ({ browser }) => {
  const films = (page: Page) => page.getByRole('list', { name: 'Films' });
  const saved = (page: Page) =>
    page.getByRole('region', { name: 'Morph: results' }).getByRole('link', { name: 'Download GIF' });
  await atEveryWrite(browser, {
    panel: 'morph',
    prepare: async (page) => {
      await modelOpened(page);
      await fill(page, { Keyframes: 2, 'Duration (s)': 1, 'Frames per second': 6, 'Sampling steps': 1 });
    },
    act: (page) => page.getByRole('button', { name: 'Render morph' }).click(),
    done: (page) => expect(saved(page)).toBeVisible({ timeout: DRAWING_TIMEOUT }),
    check: async (page, whole) => {
      await modelOpened(page);
      if (whole) await expect(saved(page)).toBeVisible();
      // Begun, it can be gone on with.
      const goOn = films(page).getByRole('button', { name: /^Go on from frame/ });
      if (await goOn.isVisible()) await goOn.click();
      else if (!(await saved(page).isVisible())) return expect(films(page).getByRole('listitem')).toHaveCount(0);
      await expect(saved(page)).toBeVisible({ timeout: DRAWING_TIMEOUT });
      const [download] = await Promise.all([page.waitForEvent('download'), saved(page).click()]);
      expect(gifFrames(await readFile(await download.path())).frames).toHaveLength(6);
    },
  });
});
