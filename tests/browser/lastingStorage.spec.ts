/** Whether the browser may clear away what is kept: asked with the first adapter, and shown as it answered. */
import { expect, type Page, test } from '@playwright/test';
import { craftedFile } from './adapters/craftedAdapter.ts';
import { openTinyModel } from './models/tinyModel.ts';
import { goTo, openStudio } from './outputs/studioSteps.ts';

const KEPT = 'The browser keeps all of this until you remove it.';
const NOT_PROMISED = /The browser has not promised to keep this/;

/** A browser that answers as it is told, and counts how often it was asked. */
async function answering(page: Page, granted: boolean): Promise<() => Promise<number>> {
  await openTinyModel(page);
  await page.addInitScript((answer) => {
    Object.assign(globalThis, { asked: 0 });
    navigator.storage.persisted = async () => false;
    navigator.storage.persist = async () => {
      (globalThis as unknown as { asked: number }).asked++;
      return answer;
    };
  }, granted);
  return () => page.evaluate(() => (globalThis as unknown as { asked: number }).asked);
}

for (const granted of [true, false]) {
  test(`the first adapter asks for lasting storage, which is ${granted ? 'granted' : 'refused'}`, async ({ page }) => {
    const asked = await answering(page, granted);
    await openStudio(page, 'wasm');
    await goTo(page, 'Library');
    await expect(page.getByText(NOT_PROMISED)).toBeVisible();
    expect(await asked()).toBe(0);
    for (const [place, name] of ['Woven', 'Dyed'].entries()) {
      await page.getByLabel('Import adapters').setInputFiles(craftedFile(name, place + 1));
      await expect(page.getByRole('heading', { name, exact: true })).toBeVisible();
    }
    await expect(page.getByText(granted ? KEPT : NOT_PROMISED)).toBeVisible();
    await expect(page.getByText(granted ? NOT_PROMISED : KEPT)).toHaveCount(0);
    // Once a visit.
    expect(await asked()).toBe(1);
  });
}
