/** The keyboard's shortcuts with their list, and undo and redo of forms, dataset, library and gallery by one history. */
import { expect, type Page, test } from '@playwright/test';
import { openTinyModel } from './models/tinyModel.ts';
import { rulesHold } from './outputs/rulesHold.ts';
import { addTwoFabrics, fill, generate, goTo, openStudio } from './outputs/studioSteps.ts';

const field = (page: Page, label: string) => page.getByLabel(label, { exact: true });
const heading = (page: Page, name: string) => page.getByRole('heading', { name, level: 1 });
/** Away from every field. */
const leaveField = (page: Page) => page.getByRole('heading', { level: 1 }).click();

test.beforeEach(async ({ page }) => {
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await openTinyModel(page);
  await openStudio(page, 'wasm');
});

test('shortcuts go to panels, draw, take a new seed and list themselves, and leave letters to those who type', async ({
  page,
}) => {
  await page.keyboard.press('3');
  await expect(heading(page, 'Create')).toBeVisible();

  await test.step('while a person types, letters are theirs', async () => {
    await field(page, 'Prompt').fill('');
    await field(page, 'Prompt').pressSequentially('1 sks / ?');
    await expect(field(page, 'Prompt')).toHaveValue('1 sks / ?');
    await expect(heading(page, 'Create')).toBeVisible();
    await expect(page.getByRole('dialog')).toHaveCount(0);
  });

  await test.step('Ctrl+Enter draws, once, from within a field too', async () => {
    await fill(page, { 'Sampling steps': 2, Seed: 42 });
    await field(page, 'Prompt').focus();
    await page.keyboard.press('Control+Enter');
    await expect(page.getByRole('list', { name: 'Gallery' }).getByRole('img')).toHaveCount(1, { timeout: 60_000 });
    await expect(page.getByRole('progressbar', { name: 'Drawing progress' })).toHaveCount(0);
    await expect(page.getByRole('list', { name: 'Gallery' }).getByRole('img')).toHaveCount(1);
  });

  await test.step('s takes a new seed', async () => {
    await leaveField(page);
    await page.keyboard.press('s');
    await expect(field(page, 'Seed')).not.toHaveValue('42');
  });

  await test.step('/ goes to the search from any panel', async () => {
    await generate(page);
    await goTo(page, 'Train');
    await page.keyboard.press('/');
    await expect(page.getByRole('searchbox', { name: 'Search the pictures' })).toBeFocused();
    await page.keyboard.type('1s');
    await expect(page.getByRole('searchbox', { name: 'Search the pictures' })).toHaveValue('1s');
  });

  await test.step('? lists them all; nothing behind the list is pressed', async () => {
    await leaveField(page);
    await page.keyboard.press('?');
    const sheet = page.getByRole('dialog', { name: 'Keyboard shortcuts' });
    for (const what of ['New seed', 'Undo', 'Redo', 'Library', 'This list']) await expect(sheet).toContainText(what);
    await page.keyboard.press('4');
    await expect(sheet).toBeVisible();
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme });
      await rulesHold(page, `the list of shortcuts in ${colorScheme}`);
    }
    await page.keyboard.press('Escape');
    await expect(sheet).toHaveCount(0);
    await expect(heading(page, 'Create')).toBeVisible();
  });
});

test('forms: undone and done again by the keys, in a field the browser’s own undo first', async ({ page }) => {
  await goTo(page, 'Create');
  const prompt = await field(page, 'Prompt').inputValue();
  await field(page, 'Prompt').fill('a kite');
  await field(page, 'Sampler').evaluate((element) => element.closest('details')?.setAttribute('open', ''));
  await field(page, 'Sampler').selectOption({ label: 'DDIM' });
  await leaveField(page);
  await goTo(page, 'Train');

  await test.step('Ctrl+Z goes to where it is seen, last step first', async () => {
    await page.keyboard.press('Control+z');
    await expect(heading(page, 'Create')).toBeVisible();
    await expect(page.getByText('Undone: Sampler in Create.')).toBeVisible();
    await page.keyboard.press('Control+z');
    await expect(field(page, 'Prompt')).toHaveValue(prompt);
    await page.keyboard.press('Control+Shift+z');
    await expect(field(page, 'Prompt')).toHaveValue('a kite');
    await page.keyboard.press('Control+y');
    await expect(field(page, 'Sampler')).toHaveValue('ddim');
  });

  await test.step('while a field is being typed in, its own undo comes first', async () => {
    await field(page, 'Prompt').click();
    await page.keyboard.press('End');
    await page.keyboard.type(' of silk');
    await expect(field(page, 'Prompt')).toHaveValue('a kite of silk');
    // The browser takes back what was typed in one go, or in several.
    await expect(async () => {
      await page.keyboard.press('Control+z');
      expect(await field(page, 'Prompt').inputValue()).toBe('a kite');
    }).toPass();
    await expect(field(page, 'Sampler')).toHaveValue('ddim');
    await page.keyboard.press('Control+z');
    await expect(field(page, 'Sampler')).not.toHaveValue('ddim');
    await expect(field(page, 'Prompt')).toHaveValue('a kite');
  });

  await test.step('buttons do the same, and name what they take back', async () => {
    await expect(page.getByRole('button', { name: 'Do again' })).toHaveAccessibleDescription('Sampler in Create');
    await page.getByRole('button', { name: 'Do again' }).click();
    await expect(field(page, 'Sampler')).toHaveValue('ddim');
    await expect(page.getByRole('button', { name: 'Take back' })).toHaveAccessibleDescription('Sampler in Create');
    await page.getByRole('button', { name: 'Take back' }).click();
    await expect(field(page, 'Sampler')).not.toHaveValue('ddim');
    await rulesHold(page, 'Create with undo and redo');
  });
});

test('dataset, gallery and library: one history for additions, captions, marks, names and deletions', async ({
  page,
}) => {
  await addTwoFabrics(page);
  const tiles = page.getByRole('list', { name: 'Images of the dataset' }).getByRole('img');
  const undo = () => page.keyboard.press('Control+z');
  const redo = () => page.keyboard.press('Control+Shift+z');

  await test.step('images that were added together go and come together', async () => {
    await expect(page.getByRole('button', { name: 'Take back' })).toHaveAccessibleDescription('2 images added');
    await undo();
    await expect(tiles).toHaveCount(0);
    await redo();
    await expect(tiles).toHaveCount(2);
  });

  await test.step('a caption, then a removal, are taken back in turn; the message’s own Undo is the same step', async () => {
    const caption = page.getByRole('textbox', { name: 'Caption of sample-01.webp' });
    await caption.fill('a bold cloth');
    await leaveField(page);
    await page.getByRole('button', { name: 'Remove sample-02.webp' }).click();
    await expect(tiles).toHaveCount(1);
    await page.getByRole('button', { name: 'Undo', exact: true }).click();
    await expect(tiles).toHaveCount(2);
    await leaveField(page);
    await undo();
    await expect(caption).toHaveValue('');
    await redo();
    await expect(caption).toHaveValue('a bold cloth');
    await redo();
    await expect(tiles).toHaveCount(1);
    await undo();
    await expect(tiles).toHaveCount(2);
    await page.reload();
    await expect(tiles).toHaveCount(2);
    await expect(caption).toHaveValue('a bold cloth');
  });

  await test.step('a mark and a removed picture', async () => {
    await goTo(page, 'Create');
    await fill(page, { 'Sampling steps': 2 });
    await generate(page);
    const pictures = page.getByRole('list', { name: 'Gallery' }).getByRole('img');
    const star = page.getByRole('button', { name: 'Favourite', exact: true });
    await star.click();
    await expect(star).toHaveAttribute('aria-pressed', 'true');
    await page.getByRole('button', { name: 'Remove from the gallery' }).click();
    await expect(pictures).toHaveCount(0);
    await undo();
    await expect(pictures).toHaveCount(1);
    await undo();
    await expect(star).toHaveAttribute('aria-pressed', 'false');
    await redo();
    await expect(star).toHaveAttribute('aria-pressed', 'true');
    await redo();
    await expect(pictures).toHaveCount(0);
    await undo();
    await expect(pictures).toHaveCount(1);
  });
});
