/** What is drawn for long, broken off at every write: a grid in Compare, and a film in Morph. */
import { readFile } from 'node:fs/promises';
import { expect, type Page, test } from '@playwright/test';
import { gifFrames } from '../outputs/gifFrames.ts';
import { storedRecords, storedValues } from '../outputs/storedRecords.ts';
import { DRAWING_TIMEOUT, fill } from '../outputs/studioSteps.ts';
import { atEveryWrite } from './everyWrite.ts';
import { pressDraw, readyGrid, shownSeeds } from './panels/comparePanel.ts';

test.setTimeout(60 * 60_000);

const pictures = (page: Page) => page.getByRole('region', { name: 'Compare: results' }).locator('button img');

async function drawGrid(page: Page, seeds: string): Promise<void> {
  await readyGrid(page, seeds);
  await pressDraw(page);
}

async function storedCells(page: Page): Promise<number> {
  const records = await storedRecords(page, 'weft-compare');
  const grid = records.find(({ kind }) => kind === 'grid')?.grid;
  return records.filter((record) => record.kind === 'cell' && record.grid === grid).length;
}

/** Its pictures, each of which can be decoded. */
const decodedPictures = (page: Page): Promise<number> =>
  pictures(page).evaluateAll(async (all) => {
    await Promise.all(all.map((image) => (image as HTMLImageElement).decode()));
    return all.length;
  });

test('a comparison that takes the place of another', async ({ browser }) => {
  await atEveryWrite(browser, {
    panel: 'compare',
    prepare: async (page) => {
      await drawGrid(page, '1, 2');
      await expect(pictures(page)).toHaveCount(2, { timeout: DRAWING_TIMEOUT });
      await expect.poll(() => storedCells(page)).toBe(2);
    },
    act: (page) => drawGrid(page, '3, 4'),
    done: async (page) => {
      await expect.poll(() => shownSeeds(page)).toBe('3, 4');
      await expect(pictures(page)).toHaveCount(2, { timeout: DRAWING_TIMEOUT });
      await expect.poll(() => storedCells(page)).toBe(2);
    },
    check: async (page, whole) => {
      // The pictures come with the grid.
      const seeds = await shownSeeds(page);
      expect(whole ? ['3, 4'] : ['1, 2', '3, 4']).toContain(seeds);
      if (whole || seeds === '1, 2') expect(await pictures(page).count()).toBe(2);
      const goOn = page.getByRole('button', { name: /^Draw the .*missing pictures?$/ });
      if ((await pictures(page).count()) < 2) await goOn.click();
      await expect(pictures(page)).toHaveCount(2, { timeout: DRAWING_TIMEOUT });
      expect(await decodedPictures(page)).toBe(2);
      await expect.poll(() => storedCells(page)).toBe(2);
    },
  });
});

async function render(page: Page, frames: number): Promise<void> {
  await fill(page, { Keyframes: 2, 'Duration (s)': 1, 'Frames per second': frames, 'Sampling steps': 1 });
  await page.getByRole('button', { name: 'Render morph' }).click();
}

const finishedFilms = async (page: Page) =>
  (await storedRecords(page, 'weft-films')).flatMap(({ frames, bytes }) => (bytes === null ? [] : frames)).sort();

const download = (page: Page) => page.getByRole('link', { name: 'Download GIF' });

/** The frames of the film on the stage. */
async function filmFrames(page: Page): Promise<Buffer[]> {
  const [saved] = await Promise.all([page.waitForEvent('download'), download(page).click()]);
  return gifFrames(await readFile(await saved.path())).frames.map((frame) => Buffer.from(frame));
}

test('a film, beside an earlier one', async ({ browser }) => {
  const OLD = 4;
  const NEW = 5;
  const known = new Map<number, Buffer[]>();
  const expectFilm = async (page: Page, frames: number) => {
    const film = await filmFrames(page);
    expect(film).toHaveLength(frames);
    known.set(frames, known.get(frames) ?? film);
    expect(known.get(frames)?.every((frame, place) => film[place]?.equals(frame))).toBe(true);
  };
  const row = (page: Page, frames: number) =>
    page
      .getByRole('list', { name: 'Films' })
      .getByRole('listitem')
      .filter({ has: page.getByRole('button', { name: `Remove the film of ${frames} frames` }) });
  await atEveryWrite(browser, {
    panel: 'morph',
    prepare: async (page) => {
      await render(page, OLD);
      await expect(download(page)).toBeVisible({ timeout: DRAWING_TIMEOUT });
      await expect.poll(() => finishedFilms(page)).toEqual([OLD]);
    },
    act: (page) => render(page, NEW),
    done: (page) => expect.poll(() => finishedFilms(page), { timeout: DRAWING_TIMEOUT }).toEqual([OLD, NEW]),
    check: async (page, whole) => {
      await expect(download(page)).toBeVisible();
      const stored = await storedValues(page, 'weft-films', 'frames');
      expect(stored).toContain(OLD);
      if (whole) expect(await finishedFilms(page)).toEqual([OLD, NEW]);
      if (stored.includes(NEW) && !(await finishedFilms(page)).includes(NEW)) {
        await row(page, NEW)
          .getByRole('button', { name: /^Go on from frame [0-5] of 5$/ })
          .click();
        await expect.poll(() => finishedFilms(page), { timeout: DRAWING_TIMEOUT }).toEqual([OLD, NEW]);
        await expect(row(page, OLD)).toBeVisible();
      }
      if (stored.includes(NEW)) {
        await expect(download(page)).toBeVisible();
        await expectFilm(page, NEW);
        await row(page, OLD).getByRole('button', { name: 'Show' }).click();
        await expect(row(page, NEW)).toBeVisible();
      }
      await expectFilm(page, OLD);
    },
  });
});

test('a film that is removed', async ({ browser }) => {
  await atEveryWrite(browser, {
    panel: 'morph',
    prepare: async (page) => {
      await render(page, 2);
      await expect(download(page)).toBeVisible({ timeout: DRAWING_TIMEOUT });
      await expect.poll(() => finishedFilms(page)).toEqual([2]);
    },
    act: (page) => page.getByRole('button', { name: 'Remove this film' }).click(),
    done: (page) => expect.poll(() => storedValues(page, 'weft-films', 'id')).toEqual([]),
    check: async (page, whole) => {
      await expect(page.getByText('No film yet').or(download(page))).toBeVisible();
      const there = (await storedValues(page, 'weft-films', 'id')).length;
      expect(there).toBeLessThanOrEqual(whole ? 0 : 1);
      await expect(download(page)).toHaveCount(there);
      if (there > 0) expect(await filmFrames(page)).toHaveLength(2);
    },
  });
});
