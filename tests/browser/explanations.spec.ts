/** What is told of a control on demand: found, read and closed by keyboard, on a phone and in the dark. */
import AxeBuilder from '@axe-core/playwright';
import { expect, type Page, test } from '@playwright/test';
import { openTinyModel } from './models/tinyModel.ts';
import { goTo } from './outputs/studioSteps.ts';

test.beforeEach(({ page }) => openTinyModel(page));

test('what guidance does is read by keyboard, with its formula', async ({ page }) => {
  await page.emulateMedia({ colorScheme: 'dark', reducedMotion: 'reduce' });
  await page.setViewportSize({ width: 375, height: 720 });
  await page.goto('./?device=wasm');
  await goTo(page, 'Create');
  const about = page.getByRole('button', { name: 'About guidance scale' });
  await about.focus();
  await page.keyboard.press('Enter');

  const words = page.getByRole('dialog', { name: 'About guidance scale' });
  await expect(words).toBeFocused();
  await expect(words).toContainText('colours burn out');
  await expect(words.getByRole('math')).toHaveText('ε=εuncond+s·(εcond−εuncond)');
  const box = await words.boundingBox();
  expect(box?.x).toBeGreaterThanOrEqual(0);
  expect((box?.x ?? 0) + (box?.width ?? 0)).toBeLessThanOrEqual(375);
  const { violations } = await new AxeBuilder({ page })
    .include('[role="dialog"]')
    .withTags(['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa', 'best-practice'])
    .analyze();
  expect(violations.map(({ id }) => id)).toEqual([]);

  await page.keyboard.press('Escape');
  await expect(words).toBeHidden();
  await expect(about).toBeFocused();
  // The button isn't part of the label: the field has its own name alone.
  await expect(page.getByRole('slider', { name: 'Guidance scale', exact: true })).toBeVisible();
});

/** Controls within the panel that have no “?” near them, by their labels. */
function unexplained(page: Page): Promise<string[]> {
  return page.locator('main').evaluate((main) => {
    for (const fold of main.querySelectorAll('details')) fold.open = true;
    const about = 'button[aria-label^="About "]';
    const controls = main.querySelectorAll('input:not(.visuallyHidden), select, textarea, [role="slider"], fieldset');
    return [...controls]
      .filter((control) => {
        // A slider's thumb has a hidden input beside it, for forms that are sent.
        if (!control.checkVisibility()) return false;
        // A field's frame, or the group that the control belongs to.
        const group = control.closest('fieldset');
        if (group?.querySelector(about)) return false;
        const label = main.querySelector(`label[for="${control.id}"]`) ?? control.closest('label');
        return !label?.parentElement?.querySelector(about);
      })
      .map((control) => control.closest('label')?.textContent ?? control.outerHTML.slice(0, 120));
  });
}

test('every control of the forms says what it does', async ({ page }) => {
  await page.goto('./?device=wasm');
  for (const panel of ['Train', 'Create', 'Compare', 'Morph'] as const) {
    await goTo(page, panel);
    expect.soft(await unexplained(page), panel).toEqual([]);
  }
  await goTo(page, 'Train');
  await page.getByRole('radio', { name: 'Textual inversion' }).check({ force: true });
  expect.soft(await unexplained(page), 'textual inversion').toEqual([]);
});
