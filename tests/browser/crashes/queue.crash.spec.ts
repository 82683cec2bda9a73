/** The queue of runs, broken off at every write, and changed by two tabs at the same moment. */
import { type BrowserContext, expect, type Page, test } from '@playwright/test';
import * as files from '../images/pictureFiles.ts';
import { openTinyModel } from '../models/tinyModel.ts';
import { storedValues } from '../outputs/storedRecords.ts';
import { goTo, TRAINING_TIMEOUT } from '../outputs/studioSteps.ts';
import { atEveryWrite } from './everyWrite.ts';
import { ownerless } from './ownerless.ts';
import { undo } from './panels/libraryPanel.ts';
import { addToQueue, fillRun, pausedQueue, queue, queueNames, storedQueue } from './panels/queuePanel.ts';
import { press as pressUnlessGone } from './tabs/operation.ts';

test.setTimeout(60 * 60_000);

async function addPicture(page: Page): Promise<void> {
  const picture = { name: 'cloth.png', mimeType: 'image/png', buffer: await files.png(40, 40) };
  await page.getByLabel('Add images').setInputFiles(picture);
  await expect.poll(() => storedValues(page, 'weft-dataset', 'name')).toEqual(['cloth.png']);
}

/** Waits for it; false where the page says that there is no room for it. */
async function cameToBe(page: Page, there: () => Promise<boolean>): Promise<boolean> {
  const refused = page.getByText(/storage is full/).first();
  await expect.poll(async () => (await there()) || (await refused.isVisible())).toBe(true);
  return !(await refused.isVisible());
}

const press = (page: Page, name: string) => page.getByRole('button', { name, exact: true }).click();
const storedNames = async (page: Page) => (await storedValues(page, 'weft-adapters', 'name')).map(String).sort();

test('runs that are added, moved, taken out and put back', async ({ browser }) => {
  await atEveryWrite(browser, {
    panel: 'dataset',
    prepare: async (page) => {
      await addPicture(page);
      await pausedQueue(page, 'First', 'Second');
      await fillRun(page, 'Third');
    },
    act: async (page) => {
      await addToQueue(page);
      if (!(await cameToBe(page, async () => (await queueNames(page)).includes('Third')))) return;
      await press(page, 'Move “Second” up');
      if (!(await cameToBe(page, async () => (await queueNames(page))[0] === 'Second'))) return;
      await press(page, 'Remove “First” from the queue');
      await undo(page);
    },
    done: (page) => expect.poll(() => storedQueue(page)).toEqual(['Second', 'First', 'Third']),
    check: async (page, whole) => {
      await goTo(page, 'Train');
      await expect(queue(page)).toBeVisible();
      const shown = await queueNames(page);
      expect(await storedQueue(page)).toEqual(shown);
      if (whole) expect(shown).toEqual(['Second', 'First', 'Third']);
      // What is taken out comes back by a press alone, which a page that dies no longer offers.
      expect([...shown, 'First', 'Third'].sort()).toEqual(expect.arrayContaining(['First', 'Second', 'Third']));
      expect(new Set(shown).size).toBe(shown.length);
      await expect(queue(page)).toContainText('The queue is paused');
    },
  });
});

test('runs that have their turns, to their adapters', async ({ browser }) => {
  await atEveryWrite(browser, {
    panel: 'dataset',
    prepare: async (page) => {
      await addPicture(page);
      await pausedQueue(page, 'First', 'Second');
    },
    act: (page) => press(page, 'Go on with the queue'),
    done: async (page) => {
      await expect.poll(() => storedNames(page), { timeout: TRAINING_TIMEOUT }).toEqual(['First', 'Second']);
      await expect.poll(() => storedQueue(page)).toEqual([]);
      await expect.poll(() => storedValues(page, 'weft-queue-pictures', 'id')).toEqual([]);
    },
    check: async (page) => {
      await goTo(page, 'Train');
      await expect
        .poll(
          async () => {
            for (const name of ['Go on with the queue', 'Try again']) {
              const button = queue(page).getByRole('button', { name }).first();
              if (await button.isVisible()) await button.click({ timeout: 2000 }).catch(() => undefined);
            }
            return storedQueue(page);
          },
          { timeout: TRAINING_TIMEOUT, intervals: [500] },
        )
        .toEqual([]);
      // Each once, whenever the page ended.
      await expect.poll(() => storedNames(page)).toEqual(['First', 'Second']);
    },
  });
});

interface Operation {
  name: string;
  ready: (page: Page, side: string) => Promise<void>;
  act: (page: Page) => Promise<unknown>;
  /** The runs in their order, where nobody else does anything. */
  makes: (names: readonly string[], side: string) => string[];
}

const nothing = async () => undefined;
const pressIfThere = (page: Page, name: string) => pressUnlessGone(page.getByRole('button', { name, exact: true }));

const OPERATIONS: readonly Operation[] = [
  {
    name: 'add',
    ready: (page, side) => fillRun(page, side),
    act: addToQueue,
    makes: (names, side) => [...names, side],
  },
  {
    name: 'move',
    ready: nothing,
    act: (page) => pressIfThere(page, 'Move “C” up'),
    makes: (names) => {
      const at = names.indexOf('C');
      const others = names.filter((name) => name !== 'C');
      return at < 0 ? [...names] : [...others.slice(0, Math.max(0, at - 1)), 'C', ...others.slice(Math.max(0, at - 1))];
    },
  },
  {
    name: 'take out',
    ready: nothing,
    act: (page) => pressIfThere(page, 'Remove “B” from the queue'),
    makes: (names) => names.filter((name) => name !== 'B'),
  },
  {
    name: 'take out and put back',
    ready: nothing,
    act: async (page) => {
      if (!(await pressIfThere(page, 'Remove “A” from the queue'))) return;
      // None is offered where the other tab took it out a moment before: it is that tab's to put back.
      const undoes = page.getByRole('button', { name: 'Undo' }).first();
      await undoes.waitFor({ timeout: 10_000 }).then(
        () => undoes.click(),
        () => undefined,
      );
    },
    makes: (names) => [...names],
  },
];

async function tryPair(context: BrowserContext, one: Operation, other: Operation): Promise<void> {
  const tabs = [
    { page: await context.newPage(), operation: one, side: 'left' },
    { page: await context.newPage(), operation: other, side: 'right' },
  ];
  for (const { page, operation, side } of tabs) {
    await page.goto('./?device=wasm#/train');
    await expect.poll(() => queueNames(page)).toEqual(['A', 'B', 'C']);
    await operation.ready(page, side);
  }
  await Promise.all(tabs.map(({ page, operation }) => operation.act(page)));
  const inTurn = (...turns: [Operation, string][]) =>
    turns.reduce<string[]>((names, [operation, side]) => operation.makes(names, side), ['A', 'B', 'C']).join();
  const may = [inTurn([one, 'left'], [other, 'right']), inTurn([other, 'right'], [one, 'left'])];
  // Both saw it where it was: one place up from there is the same place for both.
  if (one === other && one.name === 'move') may.push(one.makes(['A', 'B', 'C'], 'left').join());
  const [first, second] = tabs.map(({ page }) => page) as [Page, Page];
  const outcome = async () => {
    const names = (await storedQueue(first)).join();
    return may.includes(names) ? 'one after the other' : names;
  };
  await expect.poll(outcome, { timeout: 60_000 }).toBe('one after the other');
  const stored = await storedQueue(first);
  for (const page of [first, second]) await expect.poll(() => queueNames(page)).toEqual(stored);
  await second.close();
  await first.reload();
  await expect.poll(() => queueNames(first)).toEqual(stored);
  await expect.poll(() => ownerless(first), { timeout: 20_000 }).toEqual([]);
  await first.close();
}

test('every pair of what two tabs do to it at the same moment', async ({ browser }) => {
  const failures: string[] = [];
  for (const [index, one] of OPERATIONS.entries()) {
    for (const other of OPERATIONS.slice(index)) {
      const context = await browser.newContext();
      try {
        await openTinyModel(context);
        const page = await context.newPage();
        await page.goto('./?device=wasm#/dataset');
        await addPicture(page);
        await pausedQueue(page, 'A', 'B', 'C');
        await page.close();
        await tryPair(context, one, other);
      } catch (error) {
        failures.push(`${one.name} | ${other.name}: ${error instanceof Error ? error.message : error}`);
      } finally {
        await context.close();
      }
    }
  }
  expect(failures.join('\n\n')).toBe('');
});
