/** Runs that wait: put in line, moved, paused, taken out, over a reload, in two tabs; each ends as the same run by itself. */
import { expect, type Page, test } from '@playwright/test';
import { openTinyModel } from './models/tinyModel.ts';
import { reloadAtCheckpoint } from './outputs/atCheckpoint.ts';
import { storedAdapters } from './outputs/storedAdapters.ts';
import { storedWords } from './outputs/storedWords.ts';
import { addTwoFabrics, fill, goTo, openStudio, TRAINING_TIMEOUT } from './outputs/studioSteps.ts';

const STEPS = 80;
/** For a run that others find at work, however fast the machine is; nobody waits for its end. */
const ENDLESS = 5_000;

test.beforeEach(async ({ context }) => {
  await openTinyModel(context);
  // A page that dies doesn't ask.
  context.on('page', (page) => page.on('dialog', (dialog) => void dialog.accept().catch(() => undefined)));
});

const queue = (page: Page) => page.getByRole('region', { name: 'Queue' });
const rows = (page: Page) => queue(page).getByRole('list', { name: 'Runs in the queue' }).getByRole('heading');
const row = (page: Page, name: string) =>
  queue(page)
    .getByRole('listitem')
    .filter({ has: page.getByRole('heading', { name, exact: true }) });
const press = (page: Page, name: string) => page.getByRole('button', { name, exact: true }).click();
const finished = (page: Page) => page.getByRole('status').getByText('Training finished', { exact: true });
const SHARED = { 'Checkpoint every': 5, 'Steady loss every': 0, 'Sample pictures every': 0 };

async function openExperts(page: Page): Promise<void> {
  if (!(await page.getByLabel('Checkpoint every', { exact: true }).isVisible())) {
    await page.getByText('Expert settings', { exact: true }).click();
  }
}

async function fillLora(page: Page, name: string, rank: number, steps = STEPS): Promise<void> {
  await page.getByRole('radio', { name: 'LoRA' }).check();
  await openExperts(page);
  await fill(page, { 'Adapter name': name, Steps: steps, 'Class images': 1, Rank: rank, ...SHARED });
}

async function fillWord(page: Page, token: string): Promise<void> {
  await page.getByRole('radio', { name: 'Textual inversion' }).check();
  await openExperts(page);
  await fill(page, {
    Name: token,
    'Placeholder token': token,
    'Initialiser token': 'pattern',
    Steps: STEPS,
    ...SHARED,
  });
}

async function startAlone(page: Page): Promise<void> {
  await press(page, 'Start training');
  await expect(finished(page)).toBeVisible({ timeout: TRAINING_TIMEOUT });
}

async function thetaOf(page: Page, name: string): Promise<number[]> {
  const found = (await storedAdapters(page)).filter((adapter) => adapter.name === name);
  expect(found, name).toHaveLength(1);
  expect(found[0]?.stepsDone).toBe(STEPS);
  return found[0]?.theta ?? [];
}

async function rowsOf(page: Page, token: string): Promise<number[]> {
  const [found, ...others] = (await storedWords(page)).filter((word) => word.token === token);
  expect(others).toEqual([]);
  expect(found?.stepsDone).toBe(STEPS);
  return found?.vectors ?? [];
}

test('three runs of two methods wait, are moved, paused, taken out and reloaded, and end as if each were alone', async ({
  page,
}) => {
  test.setTimeout(15 * 60_000);
  await openStudio(page, 'wasm');
  await addTwoFabrics(page);
  await goTo(page, 'Train');
  await fillLora(page, 'Alone', 2);
  await startAlone(page);
  await fillLora(page, 'Alone wide', 3);
  await startAlone(page);
  await fillWord(page, '<alone>');
  await startAlone(page);
  const alone = [await thetaOf(page, 'Alone'), await thetaOf(page, 'Alone wide'), await rowsOf(page, '<alone>')];
  for (const numbers of alone) expect(numbers.some((value) => value !== 0)).toBe(true);
  expect(alone[0]).not.toEqual(alone[1]);

  await fillLora(page, 'Endless', 2, ENDLESS);
  await press(page, 'Start training');
  await expect(page.getByText(/^step \d+ of 5,?000/)).toBeVisible({ timeout: TRAINING_TIMEOUT });
  await fillLora(page, 'Wide', 3);
  await press(page, 'Add to the queue');
  await fillLora(page, 'Unwanted', 4);
  await press(page, 'Add to the queue');
  await fillLora(page, 'Narrow', 2);
  await press(page, 'Add to the queue');
  await fillWord(page, '<queued>');
  await press(page, 'Add to the queue');
  await expect(rows(page)).toHaveText(['Wide', 'Unwanted', 'Narrow', '<queued>']);
  await expect(queue(page).getByRole('status').first()).toHaveText('4 runs wait.');
  await expect(row(page, 'Narrow')).toContainText('LoRA · 80 steps · rank 2');
  await expect(row(page, '<queued>')).toContainText('Textual inversion · <queued> · 80 steps');

  await test.step('what a run will learn is told, and stays its own when the dataset changes', async () => {
    await goTo(page, 'Dataset');
    await page
      .getByRole('button', { name: /^Remove sample/ })
      .first()
      .click();
    await expect(page.getByRole('button', { name: /^Remove sample/ })).toHaveCount(1);
    await goTo(page, 'Train');
    await row(page, 'Narrow').getByText('What it will learn', { exact: true }).click();
    await expect(page.getByRole('list', { name: 'Pictures of “Narrow”' }).getByRole('img')).toHaveCount(2);
    await expect(row(page, 'Narrow')).toContainText('Rank2');
  });

  await test.step('one is taken out without the others, put back by Undo, and taken out again by redo', async () => {
    await press(page, 'Remove “Unwanted” from the queue');
    await expect(rows(page)).toHaveText(['Wide', 'Narrow', '<queued>']);
    // The picture that was removed can be put back too.
    await page
      .getByRole('listitem')
      .filter({ hasText: '“Unwanted” was taken out of the queue.' })
      .getByRole('button', { name: 'Undo' })
      .click();
    await expect(rows(page)).toHaveText(['Wide', 'Unwanted', 'Narrow', '<queued>']);
    await page.keyboard.press('Control+Shift+z');
    await expect(page.getByText('Done again: “Unwanted” was taken out of the queue.')).toBeVisible();
    await expect(rows(page)).toHaveText(['Wide', 'Narrow', '<queued>']);
  });

  await test.step('order changes by buttons, by keys too, and by dragging', async () => {
    await press(page, 'Move “<queued>” up');
    await expect(rows(page)).toHaveText(['Wide', '<queued>', 'Narrow']);
    await page.getByRole('button', { name: 'Move “Wide” down', exact: true }).focus();
    await page.keyboard.press('Enter');
    await expect(rows(page)).toHaveText(['<queued>', 'Wide', 'Narrow']);
    await expect(page.getByRole('button', { name: 'Move “Wide” down', exact: true })).toBeFocused();
    await row(page, 'Narrow').dragTo(row(page, 'Wide'));
    await expect(rows(page)).toHaveText(['<queued>', 'Narrow', 'Wide']);
  });

  await test.step('a paused queue begins nothing, over a reload too', async () => {
    await press(page, 'Pause the queue');
    await expect(queue(page).getByRole('status').first()).toHaveText('The queue is paused. 3 runs wait.');
    await press(page, 'Discard this run');
    await press(page, 'Discard it for good');
    await expect(page.getByRole('status').getByText(/^Training cancelled/)).toBeVisible({ timeout: TRAINING_TIMEOUT });
    await page.reload();
    await expect(rows(page)).toHaveText(['<queued>', 'Narrow', 'Wide']);
    await expect(queue(page).getByRole('status').first()).toHaveText('The queue is paused. 3 runs wait.');
    await expect(page.getByRole('region', { name: 'Status' })).toContainText('on wasm', { timeout: TRAINING_TIMEOUT });
    await expect(page.getByRole('progressbar', { name: 'Training progress' })).toHaveCount(0);
  });

  await test.step('a page that closes in the middle of a run offers it, and the queue goes on after it', async () => {
    await reloadAtCheckpoint(page, () => press(page, 'Go on with the queue'), { after: 10 });
    await expect(page.getByRole('region', { name: 'Unfinished runs' })).toContainText('“<queued>” was broken off');
    await expect(queue(page).getByRole('status').first()).toContainText('“<queued>” was broken off: the queue goes on');
    await page.getByRole('button', { name: /^Go on from step/ }).click();
    await expect(queue(page)).toHaveCount(0, { timeout: TRAINING_TIMEOUT });
  });

  expect(await thetaOf(page, 'Narrow')).toEqual(alone[0]);
  expect(await thetaOf(page, 'Wide')).toEqual(alone[1]);
  expect(await rowsOf(page, '<queued>')).toEqual(alone[2]);
  const names = (await storedAdapters(page)).map(({ name }) => name).sort();
  expect(names).toEqual(['Alone', 'Alone wide', 'Narrow', 'Wide']);
  await expect(page.getByRole('region', { name: 'Unfinished runs' })).toHaveCount(0);
});

test('of two tabs one runs the queue, the other sees and adds to it; closed, it leaves the queue to the other', async ({
  page,
  context,
}) => {
  await openStudio(page, 'wasm');
  await addTwoFabrics(page);
  await goTo(page, 'Train');
  await fillLora(page, 'Endless', 2, ENDLESS);
  await press(page, 'Start training');
  await expect(page.getByText(/^step \d+ of 5,?000/)).toBeVisible({ timeout: TRAINING_TIMEOUT });

  const other = await context.newPage();
  await openStudio(other, 'wasm');
  await goTo(other, 'Train');
  await fillLora(other, 'From the other', 2, 10);
  await press(other, 'Add to the queue');
  await expect(rows(page)).toHaveText(['From the other']);
  await expect(queue(other).getByRole('status').first()).toHaveText('1 run waits. A run is under way in another tab.');
  await fillLora(page, 'From the first', 2, 10);
  await press(page, 'Add to the queue');
  for (const tab of [page, other]) await expect(rows(tab)).toHaveText(['From the other', 'From the first']);

  await page.close();
  await expect(queue(other).getByRole('status').first()).toContainText('“Endless” was broken off', {
    timeout: TRAINING_TIMEOUT,
  });
  await press(other, 'Go on with the queue');
  await expect(queue(other)).toHaveCount(0, { timeout: TRAINING_TIMEOUT });
  const names = (await storedAdapters(other)).map(({ name }) => name).sort();
  expect(names).toEqual(['From the first', 'From the other']);
  await expect(other.getByRole('region', { name: 'Unfinished runs' })).toContainText('“Endless” was broken off');
});

test('a run that fails stays with its error, the next has its turn, and it is tried again', async ({ page }) => {
  await openStudio(page, 'wasm');
  await addTwoFabrics(page);
  await goTo(page, 'Train');
  await fillLora(page, 'Endless', 2, ENDLESS);
  await press(page, 'Start training');
  await expect(page.getByText(/^step \d+ of 5,?000/)).toBeVisible({ timeout: TRAINING_TIMEOUT });
  await fillLora(page, 'Lost', 2, 10);
  await press(page, 'Add to the queue');
  await expect(rows(page)).toHaveText(['Lost']);
  // As where a browser lost a part of its storage.
  const pictures = await page.evaluate(lostPictures);
  expect(pictures).toBe(2);
  await press(page, 'Stop');
  await expect(row(page, 'Lost').getByRole('alert')).toContainText('can no longer be read', {
    timeout: TRAINING_TIMEOUT,
  });
  await expect(queue(page).getByRole('status').first()).toHaveText('No run waits.');

  await page.getByRole('button', { name: 'Start training' }).waitFor();
  await fillLora(page, 'Next', 2, 10);
  await press(page, 'Start training');
  await expect(finished(page)).toBeVisible({ timeout: TRAINING_TIMEOUT });
  await expect(row(page, 'Lost').getByRole('alert')).toContainText('can no longer be read');

  await page.evaluate(() => (globalThis as unknown as { putBack: () => Promise<void> }).putBack());
  await press(page, 'Try again');
  await expect(queue(page)).toHaveCount(0, { timeout: TRAINING_TIMEOUT });
  const names = (await storedAdapters(page)).map(({ name }) => name).sort();
  expect(names).toEqual(['Endless', 'Lost', 'Next']);
});

/** In the page: takes the queue's pictures out of storage, and leaves what puts them back; gives how many there were. */
async function lostPictures(): Promise<number> {
  const settled = <T>(request: IDBRequest<T>) =>
    new Promise<T>((resolve, reject) => {
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => reject(request.error);
    });
  const database = await settled(indexedDB.open('weft-queue-pictures'));
  const objects = () => database.transaction('records', 'readwrite').objectStore('records');
  const all: { id: string }[] = await settled(objects().getAll());
  await settled(objects().clear());
  const putBack = async () => {
    for (const picture of all) await settled(objects().put(picture, picture.id));
  };
  Object.assign(globalThis, { putBack });
  return all.length;
}
