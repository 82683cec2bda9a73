/** Forms over a reload and in two tabs, and settings out as a file and in from one. */
import { readFile } from 'node:fs/promises';
import { expect, type Page, test } from '@playwright/test';
import { openTinyModel } from './models/tinyModel.ts';
import { fill, goTo, openStudio } from './outputs/studioSteps.ts';

const field = (page: Page, label: string) => page.getByLabel(label, { exact: true });

/** Presses *Save settings* and reads what was saved. */
async function saved(page: Page): Promise<{ weft: string; settings: Record<string, unknown> }> {
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: 'Save settings' }).click(),
  ]);
  return JSON.parse(await readFile(await download.path(), 'utf8'));
}

test('every panel’s form outlives a reload, and each tab shows its own', async ({ page, context }) => {
  await openTinyModel(context);
  await openStudio(page, 'wasm');
  await test.step('fields are typed in every panel', async () => {
    await goTo(page, 'Train');
    await fill(page, { Steps: '77', Rank: '999', 'Instance prompt': 'sks kente' });
    await page.getByRole('radio', { name: 'Textual inversion' }).check({ force: true });
    await fill(page, { 'Placeholder token': '<kente>' });
    await goTo(page, 'Create');
    await fill(page, { Prompt: 'a kite of kente', Seed: '7' });
    await goTo(page, 'Compare');
    await fill(page, { Prompt: 'a chair of kente' });
    await goTo(page, 'Morph');
    await fill(page, { Prompt: 'a film of kente', 'Seed of keyframe 2': '1234', 'Duration (s)': '3' });
  });
  await page.reload();
  await test.step('and are all there', async () => {
    await expect(field(page, 'Seed of keyframe 2')).toHaveValue('1234');
    await expect(field(page, 'Prompt')).toHaveValue('a film of kente');
    await goTo(page, 'Compare');
    await expect(field(page, 'Prompt')).toHaveValue('a chair of kente');
    await goTo(page, 'Create');
    await expect(field(page, 'Prompt')).toHaveValue('a kite of kente');
    await expect(field(page, 'Seed')).toHaveValue('7');
    await goTo(page, 'Train');
    await expect(field(page, 'Placeholder token')).toHaveValue('<kente>');
    await page.getByRole('radio', { name: 'LoRA' }).check({ force: true });
    await expect(field(page, 'Steps')).toHaveValue('77');
    await expect(field(page, 'Rank')).toHaveValue('999');
  });
  await test.step('another tab has them too; its edits move nothing here, and are kept', async () => {
    const other = await context.newPage();
    await other.goto('./?device=wasm#/create');
    await expect(field(other, 'Prompt')).toHaveValue('a kite of kente');
    await fill(other, { Prompt: 'from the other tab' });
    await other.close({ runBeforeUnload: false });
    await goTo(page, 'Create');
    await expect(field(page, 'Prompt')).toHaveValue('a kite of kente');
    await page.reload();
    await expect(field(page, 'Prompt')).toHaveValue('from the other tab');
  });
});

test('settings go out as a file and come in again, other trainers’ too, and what was not taken is listed', async ({
  page,
}) => {
  await openTinyModel(page);
  await openStudio(page, 'wasm');
  await goTo(page, 'Train');
  const open = (file: Parameters<ReturnType<Page['getByLabel']>['setInputFiles']>[0]) =>
    page.getByLabel('Open settings').setInputFiles(file);

  await fill(page, { Steps: '77' });
  const mine = await saved(page);
  expect(mine).toMatchObject({ weft: 'training settings', version: 1, settings: { method: 'lora', steps: 77 } });

  await open('tests/fixtures/settings/kohya.toml');
  await expect(page.getByRole('status').filter({ hasText: 'taken from kohya.toml (kohya)' })).toBeVisible();
  await expect(field(page, 'Steps')).toHaveValue('800');
  await expect(field(page, 'Instance prompt')).toHaveValue('sks kente cloth');
  const left = page.getByRole('list', { name: 'Settings that were not taken' });
  await expect(left.getByRole('listitem').filter({ hasText: 'weaving_pattern: twill' })).toContainText(
    'no such setting',
  );

  await page.getByRole('button', { name: 'Undo' }).click();
  await expect(field(page, 'Steps')).toHaveValue('77');

  await open({
    name: 'mine.json',
    mimeType: 'application/json',
    buffer: Buffer.from(JSON.stringify({ ...mine, settings: { ...mine.settings, steps: 88 } })),
  });
  await expect(field(page, 'Steps')).toHaveValue('88');

  await open({ name: 'deep.yaml', mimeType: 'text/yaml', buffer: Buffer.from('['.repeat(9000)) });
  await expect(page.getByRole('alert').filter({ hasText: 'is no readable YAML' })).toBeVisible();
  await expect(field(page, 'Steps')).toHaveValue('88');

  await goTo(page, 'Create');
  await fill(page, { Prompt: 'a kite', Seed: '7' });
  const drawing = await saved(page);
  expect(drawing).toMatchObject({ weft: 'drawing settings', settings: { prompt: 'a kite', seed: 7 } });
  await fill(page, { Prompt: 'something else', Seed: '8' });
  await open({ name: 'kite.json', mimeType: 'application/json', buffer: Buffer.from(JSON.stringify(drawing)) });
  await expect(field(page, 'Prompt')).toHaveValue('a kite');
  await expect(field(page, 'Seed')).toHaveValue('7');
});

test('a preset of one’s own is saved, used, renamed, shared, deleted and put back', async ({ page }) => {
  await openTinyModel(page);
  await openStudio(page, 'wasm');
  await goTo(page, 'Train');
  const preset = field(page, 'Preset');
  const chosen = preset.locator('option:checked');
  const press = (name: string) => page.getByRole('button', { name, exact: true }).click();

  await fill(page, { Steps: '77' });
  await press('Save as a preset');
  await field(page, 'Name of the preset').fill('Kente');
  await press('Save');
  await expect(chosen).toHaveText('Kente');
  await preset.selectOption('Starter');
  await expect(field(page, 'Steps')).toHaveValue('500');
  await page.reload();
  await preset.selectOption('Kente');
  await expect(field(page, 'Steps')).toHaveValue('77');

  await press('Rename preset');
  await field(page, 'Name of the preset').fill('Batik');
  await press('Save');
  await expect(chosen).toHaveText('Batik');
  const [download] = await Promise.all([page.waitForEvent('download'), press('Share preset')]);
  const shared = await readFile(await download.path());
  expect(JSON.parse(shared.toString())).toMatchObject({ preset: 'Batik', settings: { steps: 77 } });

  await press('Delete preset');
  await expect(chosen).toHaveText('Your own');
  await press('Undo');
  await expect(chosen).toHaveText('Batik');
  await press('Delete preset');
  await expect(chosen).toHaveText('Your own');

  await fill(page, { Steps: '5' });
  await page
    .getByLabel('Open settings')
    .setInputFiles({ name: 'batik.json', mimeType: 'application/json', buffer: shared });
  await expect(chosen).toHaveText('Batik');
  await expect(field(page, 'Steps')).toHaveValue('77');
});
