/** The dataset, broken off at every write. */
import { expect, type Page, test } from '@playwright/test';
import * as files from '../images/pictureFiles.ts';
import { storedRecords, storedValues } from '../outputs/storedRecords.ts';
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

/** On its tile: the adviser may offer it too. */
async function remove(page: Page, name: string): Promise<void> {
  await tiles(page)
    .getByRole('button', { name: `Remove ${name}` })
    .click();
}

const storedCaptions = async (page: Page) => (await storedValues(page, 'weft-dataset', 'caption')).sort();
const storedNames = (page: Page) => storedValues(page, 'weft-dataset', 'name');

async function prepare(page: Page): Promise<void> {
  await add(page, 'first.png');
  await expect(tiles(page)).toHaveCount(1);
  await caption(page, 'first.png').fill('an old cloth');
  await expect.poll(() => storedCaptions(page)).toEqual(['an old cloth']);
}

/** Beside the first one, two others with captions of their own. */
async function prepareThree(page: Page): Promise<void> {
  await prepare(page);
  await add(page, 'a.png', 'b.png');
  await expect(tiles(page)).toHaveCount(3);
  for (const name of ['a.png', 'b.png']) await caption(page, name).fill(`caption of ${name}`);
  await expect
    .poll(() => storedCaptions(page))
    .toEqual(['an old cloth', 'caption of a.png', 'caption of b.png'].sort());
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
    done: (page) => expect.poll(() => storedNames(page)).toHaveLength(3),
    check: async (page, whole) => {
      const added = await expectFirst(page);
      if (whole) expect(added).toEqual(['a.png', 'b.png']);
      else expect(['', 'a.png', 'a.png b.png']).toContain(added.join(' '));
    },
  });
});

test('a caption that is changed', async ({ browser }) => {
  await atEveryWrite(browser, {
    panel: 'dataset',
    prepare,
    act: (page) => caption(page, 'first.png').fill('a new cloth'),
    done: (page) => expect.poll(() => storedCaptions(page)).toEqual(['a new cloth']),
    check: async (page, whole) => {
      const now = await caption(page, 'first.png').inputValue();
      expect(await shownNames(page)).toEqual(['first.png']);
      expect(whole ? ['a new cloth'] : ['an old cloth', 'a new cloth']).toContain(now);
    },
  });
});

/** Those that came after the first one, which are there with their captions. */
async function expectOthers(page: Page, ...choices: string[]): Promise<void> {
  const others = await expectFirst(page);
  expect(choices).toContain(others.join(' '));
  for (const name of others) await expect(caption(page, name)).toHaveValue(`caption of ${name}`);
}

test('an image that is removed', async ({ browser }) => {
  await atEveryWrite(browser, {
    panel: 'dataset',
    prepare: prepareThree,
    act: (page) => remove(page, 'a.png'),
    done: (page) => expect.poll(() => storedNames(page)).toHaveLength(2),
    check: (page, whole) => expectOthers(page, ...(whole ? ['b.png'] : ['a.png b.png', 'b.png'])),
  });
});

async function undo(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Undo' }).click();
}

test('an image that is removed and put back', async ({ browser }) => {
  await atEveryWrite(browser, {
    panel: 'dataset',
    prepare: prepareThree,
    act: async (page) => {
      await remove(page, 'a.png');
      await undo(page);
    },
    done: (page) => expect.poll(() => storedNames(page)).toHaveLength(3),
    check: (page, whole) => expectOthers(page, ...(whole ? ['a.png b.png'] : ['a.png b.png', 'b.png'])),
  });
});

/** All three or none. */
async function expectAllOrNone(page: Page, ...counts: number[]): Promise<void> {
  // Which of the two is only told once storage has been read.
  await expect(page.getByText('Drop photographs of your fabric here').or(tiles(page).first())).toBeVisible();
  const count = (await shownNames(page)).length;
  expect(counts).toContain(count);
  if (count > 0) await expectOthers(page, 'a.png b.png');
}

test('all images removed', async ({ browser }) => {
  await atEveryWrite(browser, {
    panel: 'dataset',
    prepare: prepareThree,
    act: (page) => page.getByRole('button', { name: 'Remove all' }).click(),
    done: (page) => expect.poll(() => storedNames(page)).toEqual([]),
    check: (page, whole) => expectAllOrNone(page, ...(whole ? [0] : [0, 3])),
  });
});

test('all images removed and put back', async ({ browser }) => {
  await atEveryWrite(browser, {
    panel: 'dataset',
    prepare: prepareThree,
    act: async (page) => {
      await page.getByRole('button', { name: 'Remove all' }).click();
      await undo(page);
    },
    done: (page) => expect.poll(() => storedNames(page)).toHaveLength(3),
    check: (page, whole) => expectAllOrNone(page, ...(whole ? [3] : [0, 3])),
  });
});

/** Opens the dialog, and presses what it has. */
async function crop(page: Page, ...presses: string[]): Promise<void> {
  await page.getByRole('button', { name: 'Crop first.png' }).click();
  await expect(page.getByRole('dialog').getByRole('status').filter({ hasText: 'pixels' })).toBeVisible();
  for (const name of presses) await page.getByRole('dialog').getByText(name, { exact: true }).click();
}

test('an image that is cropped', async ({ browser }) => {
  await atEveryWrite(browser, {
    panel: 'dataset',
    prepare,
    act: (page) => crop(page, 'Turn right', 'Crop'),
    done: (page) =>
      expect
        .poll(async () => (await storedRecords(page, 'weft-dataset', 'crop')).map(({ turns }) => turns))
        .toEqual([1]),
    check: async (page, whole) => {
      expect(await expectFirst(page)).toEqual([]);
      if (whole) await expect(page.getByText('40 × 40 of 40 × 40 px')).toBeVisible();
      // The photograph is there in either case.
      await crop(page);
    },
  });
});

test('several crops of an image', async ({ browser }) => {
  await atEveryWrite(browser, {
    panel: 'dataset',
    prepare,
    act: (page) => crop(page, 'Several more images', 'Add 6 crops'),
    done: (page) => expect.poll(() => storedNames(page)).toHaveLength(7),
    check: async (page, whole) => {
      const added = await expectFirst(page);
      expect(whole ? [6] : [0, 6]).toContain(added.length);
    },
  });
});

test('the sample fabrics', async ({ browser }) => {
  const samples = Array.from({ length: 10 }, (_, place) => `sample-${String(place + 1).padStart(2, '0')}.webp`);
  await atEveryWrite(browser, {
    panel: 'dataset',
    prepare,
    act: (page) => page.getByRole('button', { name: 'Use sample fabrics' }).click(),
    done: (page) => expect.poll(() => storedNames(page), { timeout: 60_000 }).toHaveLength(11),
    check: async (page, whole) => {
      const added = await expectFirst(page);
      expect(added).toEqual(samples.slice(0, whole ? 10 : added.length));
      // Those that are lacking come at the next press, and none of them twice.
      await page.getByRole('button', { name: 'Use sample fabrics' }).click();
      await expect(tiles(page)).toHaveCount(11);
      await expect.poll(() => storedNames(page), { timeout: 60_000 }).toHaveLength(11);
    },
  });
});

const choice = (page: Page) => page.getByLabel('Open dataset', { exact: true });
const datasetNames = async (page: Page) => (await storedValues(page, 'weft-datasets', 'name')).sort();

/** What a page that was opened anew lists. */
async function listedDatasets(page: Page): Promise<string[]> {
  await expect(choice(page)).toBeVisible();
  const options = await choice(page).locator('option').allInnerTexts();
  return options.map((option) => option.replace(/ \(\d+\)$/, ''));
}

async function expectThreeIn(page: Page, dataset: string): Promise<void> {
  await choice(page).selectOption({ label: `${dataset} (3)` });
  await expectOthers(page, 'a.png b.png');
}

test('a dataset that is copied', async ({ browser }) => {
  await atEveryWrite(browser, {
    panel: 'dataset',
    prepare: prepareThree,
    act: (page) => page.getByRole('button', { name: 'Duplicate dataset' }).click(),
    done: (page) => expect(choice(page)).toContainText('My fabric (2) (3)'),
    check: async (page, whole) => {
      const names = await listedDatasets(page);
      expect(whole ? [2] : [1, 2]).toContain(names.length);
      for (const name of names) await expectThreeIn(page, name);
    },
  });
});

/** Beside the one of three, an empty one, which is open. */
async function prepareTwo(page: Page): Promise<void> {
  await prepareThree(page);
  await page.getByRole('button', { name: 'New dataset' }).click();
  await page.getByLabel('Name of the dataset').fill('Linen');
  await page.getByRole('button', { name: 'Create', exact: true }).click();
  await expect(choice(page)).toContainText('Linen (0)');
  await choice(page).selectOption('first');
  await expect(tiles(page)).toHaveCount(3);
}

/** The empty one, and of the other all or nothing. */
async function expectBothOrLinen(page: Page, whole: boolean, there: boolean): Promise<void> {
  const names = (await listedDatasets(page)).join(', ');
  const both = 'My fabric, Linen';
  expect(whole ? [there ? both : 'Linen'] : [both, 'Linen']).toContain(names);
  if (names === both) await expectThreeIn(page, 'My fabric');
}

test('a dataset that is deleted for good', async ({ browser }) => {
  await atEveryWrite(browser, {
    panel: 'dataset',
    prepare: prepareTwo,
    act: (page) => page.getByRole('button', { name: 'Delete dataset' }).click(),
    // Its images go once the offer to undo it has.
    done: (page) => expect.poll(() => storedNames(page), { timeout: 30_000 }).toEqual([]),
    check: (page, whole) => expectBothOrLinen(page, whole, false),
  });
});

test('a dataset that is deleted and put back', async ({ browser }) => {
  await atEveryWrite(browser, {
    panel: 'dataset',
    prepare: prepareTwo,
    act: async (page) => {
      await page.getByRole('button', { name: 'Delete dataset' }).click();
      await undo(page);
    },
    done: (page) => expect.poll(() => datasetNames(page)).toEqual(['Linen', 'My fabric']),
    check: (page, whole) => expectBothOrLinen(page, whole, true),
  });
});
