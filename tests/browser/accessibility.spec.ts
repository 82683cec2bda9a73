/** Every panel, in light and dark and at a phone's width, against the rules of WCAG 2.2 A and AA that can be computed. */
import AxeBuilder from '@axe-core/playwright';
import { expect, test } from '@playwright/test';
import { jpeg } from './images/pictureFiles.ts';
import { openTinyModel } from './models/tinyModel.ts';

const PANELS = ['Dataset', 'Train', 'Create', 'Compare', 'Morph', 'Library'];
const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

for (const colorScheme of ['light', 'dark'] as const) {
  for (const viewport of [
    { width: 1280, height: 800 },
    { width: 375, height: 720 },
  ]) {
    test(`every panel in ${colorScheme}, ${viewport.width} pixels wide`, async ({ page }) => {
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
      await page.setViewportSize(viewport);
      await openTinyModel(page);
      await page.goto('./?device=wasm');
      await page.getByLabel('Add images').setInputFiles([
        { name: 'cloth.jpg', mimeType: 'image/jpeg', buffer: await jpeg(64, 64) },
        { name: 'notes.jpg', mimeType: 'image/jpeg', buffer: Buffer.from('no image') },
      ]);
      await expect(page.getByRole('img', { name: 'cloth.jpg' })).toBeVisible();
      await expect(page.getByRole('alert').filter({ hasText: 'notes.jpg' })).toBeVisible();
      for (const panel of PANELS) {
        await page.getByRole('navigation').getByRole('link', { name: panel, exact: true }).click();
        await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
        const { violations } = await new AxeBuilder({ page }).withTags(RULES).analyze();
        const found = violations.map(
          ({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target.join(' ')).join(', ')}`,
        );
        expect.soft(found, panel).toEqual([]);
        const overflow = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
        expect.soft(overflow, `${panel} scrolls sideways`).toBeLessThanOrEqual(0);
      }
    });
  }
}
