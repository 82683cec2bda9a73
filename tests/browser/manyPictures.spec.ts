/** Two hundred pictures at once: they come in while the page answers, and each is there. */
import { expect, test } from '@playwright/test';
import * as files from './images/pictureFiles.ts';
import { openTinyModel } from './models/tinyModel.ts';
import { pageTasks } from './outputs/pageTasks.ts';
import { storedValues } from './outputs/storedRecords.ts';
import { fill, goTo, openStudio } from './outputs/studioSteps.ts';

const COUNT = 200;
/** Milliseconds of the processor. */
const LONGEST_TASK = 200;

// Recording a trace is work for the page's main thread, which is watched here.
test.use({ trace: 'off' });
test.setTimeout(10 * 60_000);

test('two hundred pictures at once leave the page free, and all of them come', async ({ browser, page }) => {
  await openTinyModel(page);
  await openStudio(page, 'wasm');
  await goTo(page, 'Dataset');
  const chosen = await Promise.all(
    Array.from({ length: COUNT }, async (_, place) => ({
      name: `cloth ${place + 1}.png`,
      mimeType: 'image/png',
      buffer: await files.mosaic(160, 120, place),
    })),
  );
  const tiles = page.getByRole('list', { name: 'Images of the dataset' }).getByRole('listitem');
  const allThere = async () => {
    await expect(tiles).toHaveCount(COUNT, { timeout: 300_000 });
    await expect(tiles.filter({ hasText: /^Reading/ })).toHaveCount(0);
  };
  const tasks = await pageTasks(browser, page, async () => {
    await page.getByLabel('Add images').setInputFiles(chosen);
    // What is left is told meanwhile.
    await expect(page.getByText(/are left\./).first()).toBeVisible();
    await allThere();
    // Each keystroke of a caption looks at all of them.
    await page.getByLabel('Caption of cloth 7.png').pressSequentially('a cloth of many colours');
    await goTo(page, 'Train');
    await goTo(page, 'Dataset');
  });
  console.info(`the longest tasks of the page took ${tasks.slice(0, 3).map(Math.round).join(', ')} ms`);
  expect(tasks[0]).toBeLessThanOrEqual(LONGEST_TASK);
  await expect.poll(async () => (await storedValues(page, 'weft-dataset', 'name')).length).toBe(COUNT);

  await page.reload();
  await goTo(page, 'Dataset');
  await allThere();
  const pictures = tiles.getByRole('img');
  await expect(pictures.first()).toBeVisible();
  const names = await pictures.evaluateAll((all) => all.map((image) => image.getAttribute('alt')));
  // Those near to what is seen alone, by their natural order: 2 before 10.
  expect(names.length).toBeGreaterThan(10);
  expect(names.length).toBeLessThan(COUNT);
  expect(names).toEqual(chosen.slice(0, names.length).map(({ name }) => name));
  await expect(page.getByLabel('Caption of cloth 7.png')).toHaveValue('a cloth of many colours');
  await tiles.last().scrollIntoViewIfNeeded();
  await expect(tiles.last()).toContainText('cloth 200.png');
  await fill(page, { 'Caption of cloth 200.png': 'the last' });
});
