/** A model from a folder, its copy broken off at every write. */
import { expect, type Page, test } from '@playwright/test';
import { digestOf, tinyFiles } from '../models/imitationHub.ts';
import { storedFiles } from '../outputs/storedFiles.ts';
import { atEveryWrite, modelOpened } from './everyWrite.ts';

const row = (page: Page) =>
  page.getByRole('list', { name: 'Models' }).getByRole('listitem').filter({ hasText: 'from your folder “tiny”' });

test.setTimeout(60 * 60_000);

test('a model from a folder', async ({ browser }) => {
  const digests = new Map([...(await tinyFiles())].map(([path, bytes]) => [path, digestOf(bytes)]));
  await atEveryWrite(browser, {
    panel: 'library',
    prepare: async (page) => {
      await modelOpened(page);
      await page.getByRole('button', { name: 'Add a model' }).click();
      await page.getByText('A folder', { exact: true }).click();
    },
    act: (page) => page.getByLabel('Choose its folder').setInputFiles('tests/fixtures/tiny'),
    done: (page) => expect(row(page)).toBeVisible({ timeout: 60_000 }),
    check: async (page, whole) => {
      await modelOpened(page);
      if (whole) await expect(row(page)).toBeVisible();
      if (!(await row(page).isVisible())) return;
      for (const [path, digest] of Object.entries(await storedFiles(page))) {
        const [, ...inside] = path.split('/');
        const given = digests.get(inside.join('/'));
        if (given) expect(digest, path).toBe(given);
      }
      await page.getByRole('button', { name: 'Use tiny', exact: true }).click();
      await expect(page.getByRole('region', { name: 'Status' })).toContainText('tiny on wasm', { timeout: 60_000 });
    },
  });
});
