/** What a person says of an adapter: it stands on its card, can be taken back, and goes into files that others read and the studio reads back. */
import { readFile } from 'node:fs/promises';
import { expect, type Page, test } from '@playwright/test';
import { parseSafetensors } from '@weft/engine';
import { craftedFile } from './adapters/craftedAdapter.ts';
import { openTinyModel } from './models/tinyModel.ts';
import { rulesHold } from './outputs/rulesHold.ts';
import { fill, goTo, openStudio } from './outputs/studioSteps.ts';

const card = (page: Page) => page.getByRole('list', { name: 'Adapters' }).getByRole('listitem').first();

test('an adapter’s words go into its files, and come back from them', async ({ page }, info) => {
  await openTinyModel(page);
  await openStudio(page, 'wasm');
  await goTo(page, 'Library');
  const files = page.getByLabel('Import adapters');
  await files.setInputFiles(craftedFile('Indigo', 3));
  await expect(card(page)).toContainText('Indigo');

  await test.step('it begins as its run’s prompt', async () => {
    await card(page).getByText('Settings of its run', { exact: true }).click();
    await expect(card(page)).toContainText('Trigger wordsa sks african fabric pattern');
    await card(page).getByRole('button', { name: 'Say something about Indigo' }).click();
    await rulesHold(page, 'the dialog of what is said');
    await fill(page, { 'Trigger words': 'sks fabric', Author: 'Ama', Licence: 'CC0-1.0' });
    await page.getByRole('dialog').getByRole('button', { name: 'Save' }).click();
    await expect(card(page)).toContainText('AuthorAma');
  });

  await test.step('it is a step of the history', async () => {
    await page.getByRole('button', { name: 'Take back' }).click();
    await expect(card(page)).not.toContainText('AuthorAma');
    await page.getByRole('button', { name: 'Do again' }).click();
    await expect(card(page)).toContainText('AuthorAma');
  });

  await test.step('the file says it where other programs look, and is known again', async () => {
    const path = info.outputPath('indigo.safetensors');
    await card(page).getByRole('button', { name: 'Export Indigo' }).click();
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('menuitem', { name: /^kohya/ }).click(),
    ]);
    await download.saveAs(path);
    const { metadata } = parseSafetensors(new Uint8Array(await readFile(path)));
    expect(metadata).toMatchObject({
      'modelspec.title': 'Indigo',
      'modelspec.trigger_phrase': 'sks fabric',
      'modelspec.author': 'Ama',
      'modelspec.license': 'CC0-1.0',
    });
    await card(page).getByRole('button', { name: 'Delete Indigo' }).click();
    await expect(page.getByRole('list', { name: 'Adapters' })).toHaveCount(0);
    await files.setInputFiles(path);
    await expect(card(page)).toContainText('Indigo');
    await card(page).getByText('Settings of its run', { exact: true }).click();
    await expect(card(page)).toContainText('LicenceCC0-1.0');
    await expect(card(page)).toContainText(
      `Hash of its numbers (AutoV3)${metadata.sshs_model_hash?.slice(0, 12).toUpperCase()}`,
    );
    await page.reload();
    await expect(card(page)).toContainText('Indigo');
    await card(page).getByText('Settings of its run', { exact: true }).click();
    await expect(card(page)).toContainText('AuthorAma');
  });
});
