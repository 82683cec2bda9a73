/** The gallery, broken off at every write: pictures that are drawn, marked, removed and put back. */
import { expect, type Page, test } from '@playwright/test';
import { storedRecords } from '../outputs/storedRecords.ts';
import { DRAWING_TIMEOUT } from '../outputs/studioSteps.ts';
import { atEveryWrite } from './everyWrite.ts';
import { choosePicture, chosenPictures, favourite, gallery, pressGenerate, tileOfSeed } from './panels/galleryPanel.ts';

test.setTimeout(60 * 60_000);

/** Seeds of the pictures, in their order, each of which can be decoded. */
async function shownSeeds(page: Page): Promise<string> {
  await gallery(page)
    .getByRole('img')
    .evaluateAll((all) => Promise.all(all.map((image) => (image as HTMLImageElement).decode())));
  const texts = await gallery(page).getByRole('listitem').allTextContents();
  return texts.flatMap((text) => /seed (\d+)/.exec(text)?.[1] ?? []).join(' ');
}

const storedIds = async (page: Page) => (await storedRecords(page, 'weft-gallery')).length;
const marked = async (page: Page) =>
  (await storedRecords(page, 'weft-gallery')).filter(({ favourite }) => favourite === true).length;

/** Two pictures, of which the first is marked. */
async function prepare(page: Page): Promise<void> {
  for (const [place, seed] of [11, 12].entries()) {
    await pressGenerate(page, seed);
    await expect(tileOfSeed(page, seed)).toBeVisible({ timeout: DRAWING_TIMEOUT });
    await expect.poll(() => storedIds(page)).toBe(place + 1);
  }
  await favourite(page, 11).click();
  await expect.poll(() => marked(page)).toBe(1);
}

/** The newest is first. */
async function expectShown(page: Page, ...choices: string[]): Promise<void> {
  const shown = await shownSeeds(page);
  expect(choices).toContain(shown);
  for (const seed of [11, 12].filter((one) => shown.includes(String(one)))) {
    await expect(favourite(page, seed)).toHaveAttribute('aria-pressed', String(seed === 11));
  }
}

/** Which pictures there are is only told once storage has been read. */
const read = (page: Page) =>
  expect.poll(async () => (await gallery(page).getByRole('listitem').count()) - (await storedIds(page))).toBe(0);

test('a picture that is drawn', async ({ browser }) => {
  await atEveryWrite(browser, {
    panel: 'create',
    prepare,
    act: (page) => pressGenerate(page, 13),
    done: async (page) => {
      await expect(tileOfSeed(page, 13)).toBeVisible({ timeout: DRAWING_TIMEOUT });
      await expect.poll(() => storedIds(page)).toBe(3);
    },
    check: async (page, whole) => {
      await expect(tileOfSeed(page, 11)).toBeVisible();
      await expectShown(page, ...(whole ? ['13 12 11'] : ['12 11', '13 12 11']));
    },
  });
});

test('a picture that is marked', async ({ browser }) => {
  await atEveryWrite(browser, {
    panel: 'create',
    prepare,
    act: (page) => favourite(page, 12).click(),
    done: (page) => expect.poll(() => marked(page)).toBe(2),
    check: async (page, whole) => {
      await expect(tileOfSeed(page, 11)).toBeVisible();
      expect(await shownSeeds(page)).toBe('12 11');
      await expect(favourite(page, 11)).toHaveAttribute('aria-pressed', 'true');
      if (whole) await expect(favourite(page, 12)).toHaveAttribute('aria-pressed', 'true');
    },
  });
});

test('pictures that are removed and put back', async ({ browser }) => {
  await atEveryWrite(browser, {
    panel: 'create',
    prepare,
    act: async (page) => {
      await choosePicture(page, 12);
      const chosen = chosenPictures(page);
      await chosen.getByRole('button', { name: 'Choose all 2' }).click();
      await chosen.getByRole('button', { name: 'Remove' }).click();
      await page.getByRole('button', { name: 'Undo' }).click();
    },
    done: (page) => expect.poll(() => storedIds(page)).toBe(2),
    check: async (page, whole) => {
      await read(page);
      // All of them or none.
      await expectShown(page, ...(whole ? ['12 11'] : ['12 11', '']));
    },
  });
});
