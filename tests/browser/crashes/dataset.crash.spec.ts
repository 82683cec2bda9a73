/** The dataset, broken off at every write. */
import { expect, type Page, test } from '@playwright/test';
import * as files from '../images/pictureFiles.ts';
import { atEveryWrite } from './everyWrite.ts';

const tiles = (page: Page) => page.getByRole('list', { name: 'Images of the dataset' }).getByRole('listitem');
const caption = (page: Page, name: string) => page.getByLabel(`Caption of ${name}`);

async function add(page: Page, ...names: string[]): Promise<void> {
  const chosen = names.map(async (name) => ({ name, mimeType: 'image/png', buffer: await files.png(40, 40) }));
  await page.getByLabel('Add images').setInputFiles(await Promise.all(chosen));
}

/** Names in order, once each picture is decoded. */
const shownNames = (page: Page): Promise<string[]> =>
  tiles(page)
    .getByRole('img')
    .evaluateAll((all) =>
      Promise.all(
        all.map(async (image) => {
          await (image as HTMLImageElement).decode();
          return image.getAttribute('alt') ?? '';
        }),
      ),
    );

async function prepare(page: Page): Promise<void> {
  await add(page, 'first.png');
  await expect(tiles(page)).toHaveCount(1);
  await caption(page, 'first.png').fill('an old cloth');
}

/** That which was there before: the first image with its caption. */
async function expectFirst(page: Page): Promise<string[]> {
  await expect(caption(page, 'first.png')).toHaveValue('an old cloth');
  const [first, ...others] = await shownNames(page);
  expect(first).toBe('first.png');
  return others;
}

test.setTimeout(30 * 60_000);

test('two images that are added', async ({ browser }) => {
  await atEveryWrite(browser, {
    panel: 'dataset',
    prepare,
    act: (page) => add(page, 'a.png', 'b.png'),
    done: (page) => expect(tiles(page)).toHaveCount(3),
    check: async (page, whole) => {
      const added = await expectFirst(page);
      if (whole) expect(added).toEqual(['a.png', 'b.png']);
      else expect(['', 'a.png', 'a.png b.png']).toContain(added.join(' '));
    },
  });
});
