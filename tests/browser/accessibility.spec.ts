/** Every panel, in light and dark and at a phone's width, against the rules of WCAG 2.2 A and AA that can be computed. */
import { expect, test } from '@playwright/test';
import { jpeg } from './images/pictureFiles.ts';
import { openTinyModel } from './models/tinyModel.ts';
import { rulesHold } from './outputs/rulesHold.ts';
import { goTo } from './outputs/studioSteps.ts';

const PANELS = ['Dataset', 'Train', 'Create', 'Compare', 'Morph', 'Library', 'Course'] as const;

for (const viewport of [
  { width: 1280, height: 800 },
  { width: 375, height: 720 },
]) {
  test(`every panel in light and dark, ${viewport.width} pixels wide`, async ({ page }) => {
    await page.emulateMedia({ reducedMotion: 'reduce' });
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
      await goTo(page, panel);
      for (const colorScheme of ['light', 'dark'] as const) {
        await page.emulateMedia({ colorScheme });
        await rulesHold(page, `${panel} in ${colorScheme}`);
      }
    }
  });
}
