/** Nothing lost: a run whose page dies again and again ends in the adapter of the run that was never stopped. */
import { expect, type Page, test } from '@playwright/test';
import { openTinyModel } from './models/tinyModel.ts';
import { pauseAtCheckpoint, reloadAtCheckpoint } from './outputs/atCheckpoint.ts';
import { keptRunSteps } from './outputs/keptRuns.ts';
import { storedAdapters } from './outputs/storedAdapters.ts';
import { addTwoFabrics, fill, goTo, openStudio, TRAINING_TIMEOUT, useSampleFabrics } from './outputs/studioSteps.ts';

/** The lane of crashes kills ten times (`npm run crashes`). */
const DEATHS = process.env.WEFT_CRASHES ? 10 : 2;
const LONG = 400;
/** For a run that another tab finds at work, however fast the machine is; nobody waits for its end. */
const ENDLESS = 5_000;
const EVERY = 5;

test.beforeEach(async ({ context, page }) => {
  await openTinyModel(context);
  // A page that dies doesn't ask.
  page.on('dialog', (dialog) => dialog.accept());
});

async function startRun(page: Page, name: string, steps: number): Promise<void> {
  await goTo(page, 'Train');
  // Still open where a run was started from this page before.
  if (!(await page.getByLabel('Checkpoint every', { exact: true }).isVisible())) {
    await page.getByText('Expert settings', { exact: true }).click();
  }
  await fill(page, {
    'Adapter name': name,
    Steps: steps,
    'Class images': 1,
    Rank: 2,
    'Checkpoint every': EVERY,
    'Steady loss every': 0,
    'Sample pictures every': 0,
  });
  await page.getByRole('button', { name: 'Start training' }).click();
}

const finished = (page: Page) => page.getByRole('status').getByText('Training finished', { exact: true });
const offers = (page: Page) => page.getByRole('region', { name: 'Unfinished runs' }).getByRole('listitem');
const goOn = (page: Page) => offers(page).getByRole('button', { name: /^Go on from/ });

/** θ of an adapter by its name. */
async function thetaOf(page: Page, name: string, steps: number): Promise<number[]> {
  const stored = (await storedAdapters(page)).find((adapter) => adapter.name === name);
  if (!stored) throw new Error(`${name} is not in the library`);
  expect(stored.stepsDone).toBe(steps);
  return stored.theta;
}

test('killed at random moments, a run goes on and ends in the identical adapter', async ({ page }) => {
  const steps = 80 * DEATHS;
  await openStudio(page, 'wasm');
  await addTwoFabrics(page);
  await startRun(page, 'Whole', steps);
  await expect(finished(page)).toBeVisible({ timeout: TRAINING_TIMEOUT });
  const whole = await thetaOf(page, 'Whole', steps);
  expect(whole.some((value) => value !== 0)).toBe(true);
  expect(await keptRunSteps(page)).toEqual([]);

  await pauseAtCheckpoint(page, () => startRun(page, 'Broken', steps));
  // Drawn for the run before, the class image is there.
  await expect(page.getByText('1 was kept from an earlier run')).toBeVisible();
  let [last = 0] = await keptRunSteps(page);
  expect(last).toBeGreaterThan(0);
  let goesOn = page.getByRole('button', { name: 'Go on', exact: true });
  for (let death = 0; death < DEATHS; death++) {
    // At a checkpoint later than the last one, and some way into the steps after it.
    await reloadAtCheckpoint(page, () => goesOn.click(), { after: last, later: Math.random() * 300 });
    await expect(offers(page)).toContainText(`of ${steps}`);
    [last = 0] = await keptRunSteps(page);
    await expect(offers(page)).toContainText(`“Broken” was broken off`);
    await expect(offers(page)).toContainText(`step ${last} of ${steps}`);
    goesOn = goOn(page);
  }
  await goesOn.click();
  await expect(finished(page)).toBeVisible({ timeout: TRAINING_TIMEOUT });
  expect(await thetaOf(page, 'Broken', steps)).toEqual(whole);
  await expect(page.getByRole('img', { name: new RegExp(`Loss curves.*Step ${steps}:`) })).toBeVisible();
  // An adapter stands for the run: nothing is left to go on with.
  expect(await keptRunSteps(page)).toEqual([]);
});

test('with no room for a checkpoint the run goes on, says so once, and the last good one stays', async ({ page }) => {
  await page.addInitScript(() => {
    const { put } = IDBObjectStore.prototype;
    let checkpoints = 0;
    IDBObjectStore.prototype.put = function (value, key) {
      if (this.transaction.db.name === 'weft-run-checkpoints' && ++checkpoints > 1) {
        throw new DOMException('no room', 'QuotaExceededError');
      }
      return put.call(this, value, key);
    };
  });
  await openStudio(page, 'wasm');
  await addTwoFabrics(page);
  await startRun(page, 'Cramped', LONG);
  const told = 'Could not keep unfinished training runs: the browser’s storage is full.';
  const notice = page.getByText(told);
  // Looked at the moment that it is told: what a run keeps while it is at work is gone once it has finished.
  await page.waitForFunction((text) => document.body.textContent?.includes(text), told, {
    polling: 'raf',
    timeout: TRAINING_TIMEOUT,
  });
  expect(await keptRunSteps(page)).toEqual([EVERY]);
  await expect(notice).toHaveCount(1);
  await page
    .getByRole('button', { name: /^Dismiss/ })
    .first()
    .click();
  await expect(finished(page)).toBeVisible({ timeout: TRAINING_TIMEOUT });
  await expect(notice).toHaveCount(0);
  await thetaOf(page, 'Cramped', LONG);
});

test('in a second tab a run waits for its turn; what was broken off is discarded by its person', async ({
  page,
  context,
}) => {
  await openStudio(page, 'wasm');
  await addTwoFabrics(page);
  await startRun(page, 'First', ENDLESS);
  await expect.poll(async () => (await keptRunSteps(page))[0] ?? 0, { timeout: TRAINING_TIMEOUT }).toBeGreaterThan(0);

  const other = await context.newPage();
  await openStudio(other, 'wasm');
  await goTo(other, 'Train');
  await expect(offers(other)).toHaveCount(0);
  await fill(other, { Steps: 2, 'Class images': 0 });
  await other.getByRole('button', { name: 'Add to the queue' }).click();
  await expect(other.getByRole('region', { name: 'Queue' })).toContainText('A run is under way in another tab.');
  await other.getByRole('button', { name: /^Remove .* from the queue$/ }).click();
  await expect(other.getByRole('region', { name: 'Queue' })).toHaveCount(0);
  await other.close();

  await page.reload();
  await offers(page).getByRole('button', { name: 'Discard' }).click();
  await page.getByRole('button', { name: 'Discard it for good' }).click();
  await expect(offers(page)).toHaveCount(0);
  await expect.poll(() => keptRunSteps(page)).toEqual([]);
});

test('a run whose images are gone says so, and stays until they are back', async ({ page }) => {
  await openStudio(page, 'wasm');
  await useSampleFabrics(page);
  await reloadAtCheckpoint(page, () => startRun(page, 'Waiting', LONG));
  await goTo(page, 'Dataset');
  await page
    .getByRole('button', { name: /^Remove sample/ })
    .first()
    .click();
  await expect(page.getByRole('button', { name: /^Remove sample/ })).toHaveCount(9);
  await goTo(page, 'Train');
  await goOn(page).click();
  await expect(page.getByRole('alert')).toContainText(
    'An image that this run learns from is no longer in the dataset.',
  );
  await useSampleFabrics(page);
  await goTo(page, 'Train');
  await goOn(page).click();
  await expect(finished(page)).toBeVisible({ timeout: TRAINING_TIMEOUT });
});
