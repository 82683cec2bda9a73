/** Training, broken off at every write: a run to its end, what is made of its checkpoints, and what is given up. */
import { expect, type Page, test } from '@playwright/test';
import * as files from '../images/pictureFiles.ts';
import { storedPaths, storedRecords, storedValues } from '../outputs/storedRecords.ts';
import { fill, goTo, TRAINING_TIMEOUT } from '../outputs/studioSteps.ts';
import { atEveryWrite } from './everyWrite.ts';
import { card, deleteItem, exported, shownCards, undo } from './panels/libraryPanel.ts';

const STEPS = 4;
const EVERY = 2;
const CLASS_PROMPT = 'a striped cloth';

interface Run {
  steps: number;
  classImages: number;
  samplesEvery: number;
}

async function prepare(page: Page): Promise<void> {
  const picture = { name: 'cloth.png', mimeType: 'image/png', buffer: await files.png(40, 40) };
  await page.getByLabel('Add images').setInputFiles(picture);
  await expect.poll(() => storedValues(page, 'weft-dataset', 'name')).toEqual(['cloth.png']);
}

async function train(page: Page, { steps, classImages, samplesEvery }: Run): Promise<void> {
  await goTo(page, 'Train');
  await page.getByText('Expert settings', { exact: true }).click();
  await fill(page, {
    'Adapter name': 'Indigo',
    Steps: steps,
    'Class prompt': CLASS_PROMPT,
    'Class images': classImages,
    Rank: 1,
    'Checkpoint every': EVERY,
    'Steady loss every': 0,
    'Sample pictures every': samplesEvery,
  });
  await page.getByRole('button', { name: 'Start training' }).click();
}

const finished = (page: Page) => page.getByRole('status').getByText('Training finished', { exact: true });
const offers = (page: Page) => page.getByRole('region', { name: 'Unfinished runs' }).getByRole('listitem');
const storedRuns = (page: Page) => storedValues(page, 'weft-runs', 'id');
const storedNames = async (page: Page) => (await storedValues(page, 'weft-adapters', 'name')).sort();

/** Which steps of a run are kept beside what it left. */
async function keptSteps(page: Page): Promise<unknown[]> {
  return (await storedValues(page, 'weft-kept-checkpoints', 'step')).sort();
}

/** A run that ended, with a checkpoint and a sample picture. */
async function prepareFinished(page: Page): Promise<void> {
  await prepare(page);
  await train(page, { steps: STEPS, classImages: 0, samplesEvery: EVERY });
  await expect(finished(page)).toBeVisible({ timeout: TRAINING_TIMEOUT });
  await expect.poll(() => storedNames(page)).toEqual(['Indigo']);
  await goTo(page, 'Library');
  await expect(card(page, 'Indigo')).toBeVisible();
}

const openCheckpoints = (page: Page, name: string) =>
  card(page, name).getByText('Checkpoints', { exact: true }).click();

/** Numbers that all runs of a scenario have to agree in, by what they are of. */
function agreeing(): (of: string, numbers: Buffer) => void {
  const known = new Map<string, Buffer>();
  return (of, numbers) => {
    const first = known.get(of) ?? numbers;
    known.set(of, first);
    expect(numbers.equals(first), `numbers of ${of}`).toBe(true);
  };
}

test.setTimeout(60 * 60_000);

test('a run that draws class images, keeps checkpoints and ends', async ({ browser }) => {
  const agree = agreeing();
  await atEveryWrite(browser, {
    panel: 'dataset',
    prepare,
    act: (page) => train(page, { steps: STEPS, classImages: 1, samplesEvery: 0 }),
    done: async (page) => {
      await expect(finished(page)).toBeVisible({ timeout: TRAINING_TIMEOUT });
      await expect.poll(() => storedRuns(page)).toEqual([]);
    },
    check: async (page, whole) => {
      await expect(page.getByRole('img', { name: 'cloth.png' })).toBeVisible();
      await goTo(page, 'Train');
      // One that left its adapter is offered no more, which takes a look at both.
      await expect
        .poll(async () => (await storedRuns(page)).length - (await offers(page).count()), { timeout: 20_000 })
        .toBe(0);
      const broken = await offers(page).count();
      expect(broken).toBeLessThanOrEqual(whole ? 0 : 1);
      if (broken > 0) {
        await offers(page)
          .getByRole('button', { name: /^Go on from/ })
          .click();
        await expect(finished(page)).toBeVisible({ timeout: TRAINING_TIMEOUT });
        await expect.poll(() => storedRuns(page)).toEqual([]);
      }
      // Before its record was written nothing of it was there.
      const names = await storedNames(page);
      if (whole || broken > 0) expect(names).toEqual(['Indigo']);
      const [set, ...others] = await storedRecords(page, 'weft-class-sets');
      expect(others).toEqual([]);
      expect(await storedValues(page, 'weft-class-images', 'id')).toHaveLength(Number(set?.count ?? 0));
      if (names.length === 0) return;
      expect(set).toMatchObject({ prompt: CLASS_PROMPT, count: 1 });
      expect(await keptSteps(page)).toEqual([EVERY]);
      await goTo(page, 'Library');
      agree('the run', await exported(page, 'Indigo'));
      await openCheckpoints(page, 'Indigo');
      await page.getByRole('button', { name: `Keep step ${EVERY} as an adapter` }).click();
      agree('its checkpoint', await exported(page, `Indigo, step ${EVERY}`));
    },
  });
});

test('a checkpoint that is kept as an adapter', async ({ browser }) => {
  const agree = agreeing();
  await atEveryWrite(browser, {
    panel: 'dataset',
    prepare: async (page) => {
      await prepareFinished(page);
      await openCheckpoints(page, 'Indigo');
    },
    act: (page) => page.getByRole('button', { name: `Keep step ${EVERY} as an adapter` }).click(),
    done: (page) => expect.poll(() => storedNames(page)).toHaveLength(2),
    check: async (page, whole) => {
      await goTo(page, 'Library');
      await expect(card(page, 'Indigo')).toBeVisible();
      const names = await shownCards(page);
      const both = ['Indigo', `Indigo, step ${EVERY}`];
      expect(whole ? [both] : [both, ['Indigo']]).toContainEqual(names);
      for (const name of names) agree(name, await exported(page, name));
      expect(await keptSteps(page)).toEqual([EVERY]);
    },
  });
});

test('an adapter with a checkpoint and sample pictures that is deleted and put back', async ({ browser }) => {
  const agree = agreeing();
  await atEveryWrite(browser, {
    panel: 'dataset',
    prepare: prepareFinished,
    act: async (page) => {
      await deleteItem(page, 'Indigo');
      await undo(page);
    },
    done: async (page) => {
      await expect.poll(() => storedNames(page)).toEqual(['Indigo']);
      await expect.poll(() => keptSteps(page)).toEqual([EVERY]);
    },
    check: async (page, whole) => {
      await expect(page.getByRole('img', { name: 'cloth.png' })).toBeVisible();
      await goTo(page, 'Library');
      const names = await storedNames(page);
      expect(whole ? [1] : [0, 1]).toContain(names.length);
      if (names.length === 0) return;
      agree('the run', await exported(page, 'Indigo'));
      expect(await keptSteps(page)).toEqual([EVERY]);
      expect(await storedValues(page, 'weft-run-samples', 'id')).not.toEqual([]);
    },
  });
});

test('a paused run that is discarded', async ({ browser }) => {
  await atEveryWrite(browser, {
    panel: 'dataset',
    prepare: async (page) => {
      await prepare(page);
      await train(page, { steps: 4000, classImages: 0, samplesEvery: 0 });
      await expect.poll(() => keptSteps(page), { timeout: TRAINING_TIMEOUT }).not.toEqual([]);
      await page.getByRole('button', { name: 'Pause' }).click();
      await expect(page.getByRole('status').getByText('Training is paused', { exact: true })).toBeVisible();
      await page.getByRole('button', { name: 'Discard this run' }).click();
    },
    act: (page) => page.getByRole('button', { name: 'Discard it for good' }).click(),
    done: async (page) => {
      await expect.poll(() => storedRuns(page)).toEqual([]);
      await expect.poll(() => storedPaths(page, 'adapters')).toEqual([]);
    },
    check: async (page, whole) => {
      await expect(page.getByRole('img', { name: 'cloth.png' })).toBeVisible();
      await goTo(page, 'Train');
      const runs = await storedRuns(page);
      await expect(offers(page)).toHaveCount(runs.length);
      expect(runs.length).toBeLessThanOrEqual(whole ? 0 : 1);
      if (runs.length === 0) return;
      // Still there, it is there whole.
      await offers(page)
        .getByRole('button', { name: /^Go on from step [1-9]/ })
        .click();
      await expect(page.getByText(/^step \d+ of 4,?000/)).toBeVisible({ timeout: TRAINING_TIMEOUT });
      await page.getByRole('button', { name: 'Discard this run' }).click();
      await page.getByRole('button', { name: 'Discard it for good' }).click();
      await expect.poll(() => storedRuns(page)).toEqual([]);
    },
  });
});

test('kept class images that are deleted', async ({ browser }) => {
  await atEveryWrite(browser, {
    panel: 'dataset',
    prepare: async (page) => {
      await prepare(page);
      await train(page, { steps: 1, classImages: 2, samplesEvery: 0 });
      await expect(finished(page)).toBeVisible({ timeout: TRAINING_TIMEOUT });
      await page.getByText('Kept class images', { exact: true }).click();
    },
    act: (page) => page.getByRole('button', { name: `Delete the class images of “${CLASS_PROMPT}”` }).click(),
    done: (page) => expect.poll(() => storedValues(page, 'weft-class-images', 'id')).toEqual([]),
    check: async (page, whole) => {
      await goTo(page, 'Train');
      const kept = page.getByText('Kept class images', { exact: true });
      const [set] = await storedRecords(page, 'weft-class-sets');
      await expect(kept).toHaveCount(set ? 1 : 0);
      if (whole) expect(set).toBeUndefined();
      if (set) expect(await storedValues(page, 'weft-class-images', 'id')).toHaveLength(2);
    },
  });
});
