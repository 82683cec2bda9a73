/** A training run, broken off at every write: it goes on, and ends in the adapter of the run that nothing befell. */
import { type Browser, expect, type Page, test } from '@playwright/test';
import * as files from '../images/pictureFiles.ts';
import { openTinyModel } from '../models/tinyModel.ts';
import { storedAdapters } from '../outputs/storedAdapters.ts';
import { fill, goTo, TRAINING_TIMEOUT } from '../outputs/studioSteps.ts';
import { atEveryWrite, modelOpened } from './everyWrite.ts';

const STEPS = 6;

const finished = (page: Page) => page.getByRole('status').getByText('Training finished', { exact: true });

async function prepare(page: Page): Promise<void> {
  await modelOpened(page);
  await goTo(page, 'Dataset');
  const image = { name: 'cloth.png', mimeType: 'image/png', buffer: await files.png(64, 64) };
  await page.getByLabel('Add images').setInputFiles(image);
  await expect(page.getByRole('button', { name: 'Remove cloth.png' })).toBeVisible();
  await goTo(page, 'Train');
  await page.getByText('Expert settings', { exact: true }).click();
  await fill(page, {
    'Adapter name': 'Woven',
    Steps: STEPS,
    'Class images': 0,
    Rank: 2,
    'Checkpoint every': 2,
    'Steady loss every': 0,
    'Sample pictures every': 0,
  });
}

const start = (page: Page) => page.getByRole('button', { name: 'Start training' }).click();
const done = (page: Page) => expect(finished(page)).toBeVisible({ timeout: TRAINING_TIMEOUT });

/** θ of the run's adapter once it is there; null where there is none. */
async function theta(page: Page): Promise<number[] | null> {
  // Before anything was kept there is no folder of adapters either.
  const stored = await storedAdapters(page).catch(() => []);
  const found = stored.find(({ name }) => name === 'Woven');
  if (found) expect(found.stepsDone).toBe(STEPS);
  return found?.theta ?? null;
}

async function unbroken(browser: Browser): Promise<number[]> {
  const context = await browser.newContext();
  await openTinyModel(context);
  const page = await context.newPage();
  await page.goto('./?device=wasm#/train');
  await prepare(page);
  await start(page);
  await done(page);
  const whole = await theta(page);
  await context.close();
  if (!whole) throw new Error('the run that nothing befell left no adapter');
  return whole;
}

test.setTimeout(60 * 60_000);

test('a run with checkpoints', async ({ browser }) => {
  const whole = await unbroken(browser);
  expect(whole.some((value) => value !== 0)).toBe(true);
  await atEveryWrite(browser, {
    panel: 'train',
    prepare,
    act: start,
    done,
    check: async (page, ended) => {
      await modelOpened(page);
      const goOn = page.getByRole('region', { name: 'Unfinished runs' }).getByRole('button', { name: /^Go on/ });
      if (ended) await expect(goOn).toHaveCount(0);
      else if (await goOn.isVisible()) {
        await goOn.click();
        await done(page);
      }
      const kept = await theta(page);
      // Before it was noted that there is a run, there is none.
      if (ended || kept) expect(kept).toEqual(whole);
      await goTo(page, 'Dataset');
      await expect(page.getByRole('button', { name: 'Remove cloth.png' })).toBeVisible();
    },
  });
});
