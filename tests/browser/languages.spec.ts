/** The studio in another language: chosen in place or by the browser, complete in every panel, and kept; and the theme beside it. */
import { readFileSync } from 'node:fs';
import { expect, type Page, test } from '@playwright/test';
import { catalogueFiles } from '../../scripts/texts/catalogues.mjs';
import { openTinyModel } from './models/tinyModel.ts';
import { rulesHold } from './outputs/rulesHold.ts';
import { DRAWING_TIMEOUT } from './outputs/studioSteps.ts';

const GERMAN: Readonly<Record<string, string>> = Object.assign(
  {},
  ...Object.values(catalogueFiles().de ?? {}).map((file) => JSON.parse(readFileSync(file, 'utf8'))),
);
/** Texts that are other in German, and tell which language is spoken where they stand by themselves. */
const ENGLISH = new Set(
  Object.entries(GERMAN)
    .filter(([text, translation]) => text !== translation && !Object.values(GERMAN).includes(text))
    .map(([text]) => text),
);

const PANELS = ['Datensatz', 'Training', 'Erstellen', 'Vergleich', 'Morph', 'Bibliothek', 'Kurs'] as const;

async function goTo(page: Page, panel: (typeof PANELS)[number]): Promise<void> {
  await page.getByRole('navigation').getByRole('link', { name: panel }).click();
  await expect(page.getByRole('heading', { name: panel, level: 1 })).toBeVisible();
}

/** What stands on the page to be read or is said of it, and is a text of the catalogues in English. */
async function englishOn(page: Page): Promise<string[]> {
  const read = await page.evaluate(() => {
    const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    const found: string[] = [];
    while (texts.nextNode()) found.push(texts.currentNode.nodeValue ?? '');
    for (const element of document.querySelectorAll('[aria-label], [title], [placeholder], [alt]')) {
      for (const name of ['aria-label', 'title', 'placeholder', 'alt']) found.push(element.getAttribute(name) ?? '');
    }
    return found.map((text) => text.replace(/\s+/g, ' ').trim());
  });
  return [...new Set(read)].filter((text) => ENGLISH.has(text));
}

/** Chooses in the menu of the status line, by keyboard alone. */
async function choose(page: Page, menu: RegExp, choice: string): Promise<void> {
  await page.getByRole('button', { name: menu }).focus();
  await page.keyboard.press('Enter');
  const item = page.getByRole('menuitemradio', { name: choice });
  await expect(item).toBeVisible();
  await item.focus();
  await page.keyboard.press('Enter');
}

const MENU = /^(Appearance and language|Aussehen und Sprache)$/;

test('in German from the first fabrics to a picture, with no English left in any panel', async ({ page }) => {
  await openTinyModel(page);
  await page.goto('./?device=wasm');
  await choose(page, MENU, 'Deutsch');
  await expect(page.locator('html')).toHaveAttribute('lang', 'de');
  await expect(page.getByRole('button', { name: MENU })).toBeFocused();

  await test.step('the journey', async () => {
    await page.getByLabel('Bilder hinzufügen').setInputFiles(['public/samples/sample-01.webp']);
    await expect(page.getByRole('button', { name: 'sample-01.webp entfernen' })).toBeVisible();
    await goTo(page, 'Erstellen');
    await page
      .getByRole('button', { name: 'Experteneinstellungen' })
      .or(page.getByText('Experteneinstellungen'))
      .first()
      .click();
    await page.getByLabel('Sampling-Schritte', { exact: true }).fill('2');
    await page.getByRole('button', { name: 'Erstellen', exact: true }).click();
    await expect(page.getByRole('list', { name: 'Galerie' }).getByRole('img')).toHaveCount(1, {
      timeout: DRAWING_TIMEOUT,
    });
    await goTo(page, 'Training');
    await page.getByLabel('Schritte', { exact: true }).fill('0');
    await expect(page.getByText('Schritte muss 1 oder mehr sein.')).toBeVisible();
    await page.getByLabel('Schritte', { exact: true }).fill('20');
  });

  for (const panel of PANELS) {
    await test.step(`${panel} has no English in it`, async () => {
      await goTo(page, panel);
      // What folds away is to be read too.
      await page.evaluate(() => {
        for (const fold of document.querySelectorAll('details')) fold.open = true;
      });
      expect.soft(await englishOn(page), panel).toEqual([]);
    });
  }

  await test.step('kept over a reload, and changed back', async () => {
    await page.reload();
    await expect(page.getByRole('navigation').getByRole('link', { name: 'Bibliothek' })).toBeVisible();
    await choose(page, MENU, 'English');
    await expect(page.getByRole('navigation').getByRole('link', { name: 'Library' })).toBeVisible();
    await expect(page.locator('html')).toHaveAttribute('lang', 'en');
    await page.reload();
    await expect(page.getByRole('navigation').getByRole('link', { name: 'Library' })).toBeVisible();
  });
});

test('every panel in German keeps the rules, light and dark, wide and narrow', async ({ page }) => {
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await openTinyModel(page);
  await page.goto('./?device=wasm');
  await choose(page, MENU, 'Deutsch');
  for (const theme of ['Hell', 'Dunkel']) {
    await choose(page, MENU, theme);
    for (const width of [1280, 360]) {
      await page.setViewportSize({ width, height: 760 });
      for (const panel of PANELS) {
        await goTo(page, panel);
        await rulesHold(page, `${panel}, ${theme}, ${width}`);
      }
    }
  }
});

test.describe('of a browser that speaks German', () => {
  test.use({ locale: 'de-DE' });

  test('the studio speaks German by itself', async ({ page }) => {
    await openTinyModel(page);
    await page.goto('./?device=wasm');
    await expect(page.getByRole('heading', { name: 'Datensatz', level: 1 })).toBeVisible();
  });
});

test('a theme is chosen against the system, seen, and kept', async ({ page }) => {
  await page.emulateMedia({ colorScheme: 'light' });
  await openTinyModel(page);
  await page.goto('./?device=wasm');
  const paper = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
  const light = await paper();
  await choose(page, MENU, 'Dark');
  await expect.poll(paper).not.toBe(light);
  const dark = await paper();
  await page.reload();
  await expect(page.getByRole('button', { name: MENU })).toBeVisible();
  expect(await paper()).toBe(dark);
  await choose(page, MENU, 'As the system');
  await expect.poll(paper).toBe(light);
  await page.emulateMedia({ colorScheme: 'dark' });
  await expect.poll(paper).toBe(dark);
});
