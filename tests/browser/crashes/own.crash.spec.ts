/** Presets and class images of a person's own, broken off at every write. */
import { expect, type Page, test } from '@playwright/test';
import { storedValues } from '../outputs/storedRecords.ts';
import { fill } from '../outputs/studioSteps.ts';
import { atEveryWrite } from './everyWrite.ts';
import { addClassImages, classImages, openClassImages, preset, press, savePreset } from './panels/trainPanel.ts';

test.setTimeout(60 * 60_000);

const storedPresets = async (page: Page) => (await storedValues(page, 'weft-presets', 'name')).map(String).sort();

async function prepare(page: Page): Promise<void> {
  await savePreset(page, 'Kente', 77);
  await expect.poll(() => storedPresets(page)).toEqual(['Kente']);
}

/** Presets of these names and no others, each of which fills the form with its steps. */
async function expectPresets(page: Page, ...choices: string[]): Promise<void> {
  const stored = await storedPresets(page);
  expect(choices).toContain(stored.join(' '));
  for (const name of stored) {
    // Chosen once it is read: it is there then.
    await preset(page).selectOption(name);
    await expect(page.getByLabel('Steps', { exact: true })).toHaveValue(name === 'Ikat' ? '66' : '77');
  }
}

test('a preset that is saved', async ({ browser }) => {
  await atEveryWrite(browser, {
    panel: 'train',
    prepare,
    act: (page) => savePreset(page, 'Ikat', 66),
    done: (page) => expect.poll(() => storedPresets(page)).toEqual(['Ikat', 'Kente']),
    check: (page, whole) => expectPresets(page, ...(whole ? ['Ikat Kente'] : ['Kente', 'Ikat Kente'])),
  });
});

test('a preset that is renamed', async ({ browser }) => {
  await atEveryWrite(browser, {
    panel: 'train',
    prepare,
    act: async (page) => {
      await press(page, 'Rename preset');
      await fill(page, { 'Name of the preset': 'Batik' });
      await press(page, 'Save');
    },
    done: (page) => expect.poll(() => storedPresets(page)).toEqual(['Batik']),
    check: (page, whole) => expectPresets(page, ...(whole ? ['Batik'] : ['Batik', 'Kente'])),
  });
});

test('a preset that is deleted and put back', async ({ browser }) => {
  await atEveryWrite(browser, {
    panel: 'train',
    prepare,
    act: async (page) => {
      await press(page, 'Delete preset');
      await press(page, 'Undo');
    },
    done: (page) => expect.poll(() => storedPresets(page)).toEqual(['Kente']),
    check: (page, whole) => expectPresets(page, ...(whole ? ['Kente'] : ['Kente', ''])),
  });
});

const storedImages = (page: Page) => storedValues(page, 'weft-own-class-images', 'name');

/** The images in their order, each of which can be decoded. */
async function expectImages(page: Page, ...choices: string[]): Promise<void> {
  await openClassImages(page);
  await expect.poll(async () => (await classImages(page).count()) - (await storedImages(page)).length).toBe(0);
  const names = await classImages(page).evaluateAll((all) =>
    Promise.all(
      all.map(async (image) => {
        await (image as HTMLImageElement).decode();
        return image.getAttribute('alt') ?? '';
      }),
    ),
  );
  expect(choices).toContain(names.join(' '));
}

test('class images of one’s own that are added', async ({ browser }) => {
  await atEveryWrite(browser, {
    panel: 'train',
    prepare: async (page) => {
      await openClassImages(page);
      await addClassImages(page, 'first.png');
      await expect.poll(() => storedImages(page)).toHaveLength(1);
    },
    act: (page) => addClassImages(page, 'a.png', 'b.png'),
    done: (page) => expect.poll(() => storedImages(page)).toHaveLength(3),
    check: (page, whole) => {
      const all = 'first.png a.png b.png';
      return expectImages(page, ...(whole ? [all] : ['first.png', 'first.png a.png', all]));
    },
  });
});

test('a class image of one’s own that is removed and put back', async ({ browser }) => {
  await atEveryWrite(browser, {
    panel: 'train',
    prepare: async (page) => {
      await openClassImages(page);
      await addClassImages(page, 'a.png', 'b.png');
      await expect.poll(() => storedImages(page)).toHaveLength(2);
    },
    act: async (page) => {
      await press(page, 'Remove a.png from the class');
      await press(page, 'Undo');
    },
    done: (page) => expect.poll(() => storedImages(page)).toHaveLength(2),
    check: (page, whole) => expectImages(page, ...(whole ? ['a.png b.png'] : ['a.png b.png', 'b.png'])),
  });
});
