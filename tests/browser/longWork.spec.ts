/** Long work is looked after: the screen stays awake, the tab shows how far it is, and its end is told. */
import { expect, type Page, test } from '@playwright/test';
import { openTinyModel } from './models/tinyModel.ts';
import { addTwoFabrics, fill, goTo, openStudio, TRAINING_TIMEOUT } from './outputs/studioSteps.ts';

interface Seen {
  /** Names of the kinds that the page asked to keep awake, and how many of them it gave back. */
  asked: string[];
  released: number;
  notes: { title: string; body: string }[];
}

/** Writes down what the page asks of the system, which goes there all the same. */
async function watchSystem(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const seen: Seen = { asked: [], released: 0, notes: [] };
    Object.assign(globalThis, { seen });
    const request = navigator.wakeLock.request.bind(navigator.wakeLock);
    navigator.wakeLock.request = async (kind) => {
      const sentinel = await request(kind);
      seen.asked.push(kind ?? '');
      sentinel.addEventListener('release', () => seen.released++);
      return sentinel;
    };
    globalThis.Notification = class extends Notification {
      constructor(title: string, options?: NotificationOptions) {
        super(title, options);
        seen.notes.push({ title, body: options?.body ?? '' });
      }
    };
  });
}

const seen = (page: Page) => page.evaluate(() => (globalThis as unknown as { seen: Seen }).seen);
const icon = (page: Page) => page.locator('link[rel=icon]').getAttribute('href');

/** The page as it is behind another window, and back. */
const turn = (page: Page, hidden: boolean) =>
  page.evaluate((value) => {
    Object.defineProperty(document, 'hidden', { configurable: true, get: () => value });
    document.dispatchEvent(new Event('visibilitychange'));
  }, hidden);

test('a run keeps the screen awake, shows in the tab and tells its end', async ({ page, context }) => {
  await openTinyModel(context);
  await watchSystem(page);
  await openStudio(page, 'wasm');
  await addTwoFabrics(page);
  await goTo(page, 'Train');
  const resting = await icon(page);
  await expect(page).toHaveTitle('Train · Weft');
  expect((await seen(page)).asked).toEqual([]);
  await page.getByText('Expert settings', { exact: true }).click();
  await fill(page, {
    'Adapter name': 'Overnight',
    Steps: 5000,
    'Class images': 0,
    Rank: 2,
    'Steady loss every': 0,
    'Sample pictures every': 0,
  });
  await page.getByRole('button', { name: 'Start training' }).click();
  await expect(page).toHaveTitle(/^\d+ %.* left · Training “Overnight” · Weft$/, { timeout: TRAINING_TIMEOUT });
  expect(await icon(page)).toContain('data:image/svg+xml');

  const status = page.getByRole('region', { name: 'Status' });
  const awake = status.getByRole('button', { name: 'Keep the screen awake meanwhile' });
  await expect(awake).toHaveAttribute('aria-pressed', 'true');
  await expect.poll(() => seen(page)).toMatchObject({ asked: ['screen'], released: 0 });
  await awake.click();
  await expect(awake).toHaveAttribute('aria-pressed', 'false');
  await expect.poll(() => seen(page)).toMatchObject({ asked: ['screen'], released: 1 });
  await awake.click();
  await expect.poll(() => seen(page)).toMatchObject({ asked: ['screen', 'screen'], released: 1 });

  // The browser asks after the press, and not before.
  const tell = status.getByRole('button', { name: 'Tell me when it is done' });
  await expect(tell).toHaveAttribute('aria-pressed', 'false');
  await tell.click();
  await expect(page.getByText('The browser does not let Weft tell you')).toBeVisible();
  await expect(tell).toHaveAttribute('aria-pressed', 'false');
  await context.grantPermissions(['notifications', 'screen-wake-lock']);
  await tell.click();
  await expect(tell).toHaveAttribute('aria-pressed', 'true');

  // Long enough to be told of.
  await page.waitForFunction(
    (since) => performance.now() - since > 10_000,
    await page.evaluate(() => performance.now()),
  );
  await turn(page, true);
  await page.getByRole('button', { name: 'Stop', exact: true }).click();
  await expect(page).toHaveTitle('Done · Train · Weft', { timeout: TRAINING_TIMEOUT });
  const notes = [{ title: 'Weft is done', body: 'Training “Overnight”' }];
  await expect.poll(() => seen(page)).toMatchObject({ notes });
  // The picture for the library that follows kept it awake too.
  const held = async () => {
    const { asked, released } = await seen(page);
    return asked.length - released;
  };
  await expect.poll(held).toBe(0);
  expect(await icon(page)).toContain('data:image/svg+xml');

  await turn(page, false);
  await expect(page).toHaveTitle('Train · Weft');
  expect(await icon(page)).toBe(resting);
});
