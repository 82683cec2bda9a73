/** Models, broken off at every write: one that is copied from a file, told what it predicts, and removed. */
import { expect, type Page, test } from '@playwright/test';
import { storedPaths } from '../outputs/storedRecords.ts';
import { atEveryWrite } from './everyWrite.ts';
import { modelFile } from './panels/modelFile.ts';

test.setTimeout(60 * 60_000);

const row = (page: Page, name: string) =>
  page.getByRole('list', { name: 'Models' }).getByRole('listitem').filter({ hasText: name });

async function addModel(page: Page, name: string, family: 1 | 2): Promise<void> {
  await page.getByRole('button', { name: 'Add a model' }).click();
  await page.getByText('A file', { exact: true }).click();
  await page.getByLabel('Choose the file').setInputFiles(modelFile(name, family));
}

async function prepare(page: Page): Promise<void> {
  await addModel(page, 'linen', 1);
  await expect(page.getByRole('button', { name: 'Use linen' })).toBeVisible({ timeout: 60_000 });
}

/** The models that are there, each of which has its files as they came. */
async function wholeModels(page: Page): Promise<string> {
  // Only then is it known which there are.
  await expect(page.getByText(/^Models take/)).toBeVisible();
  const names: string[] = [];
  for (const name of ['cloth', 'linen']) {
    if ((await row(page, name).count()) === 0) continue;
    names.push(name);
    await page.getByRole('button', { name: `Check the files of ${name}` }).click();
    await expect(page.getByText(`All files of “${name}” are whole.`)).toBeVisible();
  }
  return names.join(' ');
}

test('a model that is copied from a file', async ({ browser }) => {
  await atEveryWrite(browser, {
    panel: 'library',
    prepare,
    act: (page) => addModel(page, 'cloth', 2),
    done: (page) => expect(page.getByRole('button', { name: 'Use cloth' })).toBeVisible({ timeout: 60_000 }),
    check: async (page, whole) => {
      expect(whole ? ['cloth linen'] : ['linen', 'cloth linen']).toContain(await wholeModels(page));
    },
    refusal: /storage is full|not enough room/,
  });
});

test('a model of which is said what it predicts', async ({ browser }) => {
  await atEveryWrite(browser, {
    panel: 'library',
    prepare,
    act: async (page) => {
      await page.getByRole('button', { name: 'What linen predicts' }).click();
      await page.getByLabel('Prediction', { exact: true }).selectOption('It predicts the velocity');
      await page.getByRole('button', { name: 'Keep this' }).click();
    },
    done: (page) => expect(row(page, 'linen')).toContainText('predicts the velocity'),
    check: async (page, whole) => {
      expect(await wholeModels(page)).toBe('linen');
      if (whole) await expect(row(page, 'linen')).toContainText('predicts the velocity');
    },
  });
});

test('a model that is removed', async ({ browser }) => {
  await atEveryWrite(browser, {
    panel: 'library',
    prepare,
    act: async (page) => {
      await page.getByRole('button', { name: 'Remove linen' }).click();
      await page.getByRole('dialog').getByRole('button', { name: 'Remove', exact: true }).click();
    },
    done: (page) => expect.poll(() => storedPaths(page, 'models')).toEqual([]),
    check: async (page, whole) => {
      expect(whole ? [''] : ['', 'linen']).toContain(await wholeModels(page));
    },
  });
});
