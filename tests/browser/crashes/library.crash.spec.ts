/** The library, broken off at every write: what comes into it, is altered in it and deleted from it. */
import { expect, type Page, test } from '@playwright/test';
import { storedPaths, storedValues } from '../outputs/storedRecords.ts';
import { atEveryWrite } from './everyWrite.ts';
import {
  bring,
  card,
  deleteItem,
  exported,
  madeAdapter,
  madeWord,
  numbersOf,
  rename,
  shownCards,
  undo,
} from './panels/libraryPanel.ts';

const before = madeAdapter('Before', 1);
const woven = madeAdapter('Woven', 2);

const storedNames = async (page: Page) => (await storedValues(page, 'weft-adapters', 'name')).sort();

/** Names of all cards, each of which exports the numbers that it came with. */
async function usableNames(page: Page): Promise<string> {
  // Read at once with the others, this one was there before.
  await expect(card(page, 'Before')).toBeVisible();
  const names = await shownCards(page);
  for (const name of names) {
    const numbers = numbersOf((name === 'Before' ? before : woven).buffer);
    expect((await exported(page, name)).equals(numbers), `numbers of ${name}`).toBe(true);
  }
  return names.join(' ');
}

test.setTimeout(30 * 60_000);

test('an adapter that is imported', async ({ browser }) => {
  await atEveryWrite(browser, {
    panel: 'library',
    prepare: (page) => bring(page, before),
    act: (page) => page.getByLabel('Import adapters').setInputFiles(woven),
    done: (page) => expect.poll(() => storedNames(page), { timeout: 60_000 }).toEqual(['Before', 'Woven']),
    check: async (page, whole) => {
      expect(whole ? ['Before Woven'] : ['Before', 'Before Woven']).toContain(await usableNames(page));
    },
  });
});

test('an adapter that is renamed', async ({ browser }) => {
  await atEveryWrite(browser, {
    panel: 'library',
    prepare: (page) => bring(page, before, woven),
    act: (page) => rename(page, 'Woven', 'Indigo'),
    done: (page) => expect.poll(() => storedNames(page)).toEqual(['Before', 'Indigo']),
    check: async (page, whole) => {
      expect(whole ? ['Before Indigo'] : ['Before Woven', 'Before Indigo']).toContain(await usableNames(page));
    },
    refusal: /did not store/,
  });
});

test('an adapter that is deleted for good', async ({ browser }) => {
  await atEveryWrite(browser, {
    panel: 'library',
    prepare: (page) => bring(page, before, woven),
    act: (page) => deleteItem(page, 'Woven'),
    // Its numbers go once the offer to undo it has.
    done: (page) => expect.poll(() => storedPaths(page, 'adapters'), { timeout: 30_000 }).toHaveLength(2),
    check: async (page, whole) => {
      expect(whole ? ['Before'] : ['Before', 'Before Woven']).toContain(await usableNames(page));
    },
  });
});

test('an adapter that is deleted and put back', async ({ browser }) => {
  await atEveryWrite(browser, {
    panel: 'library',
    prepare: (page) => bring(page, before, woven),
    act: async (page) => {
      await deleteItem(page, 'Woven');
      await undo(page);
    },
    done: (page) => expect.poll(() => storedNames(page)).toEqual(['Before', 'Woven']),
    check: async (page, whole) => {
      expect(whole ? ['Before Woven'] : ['Before', 'Before Woven']).toContain(await usableNames(page));
    },
  });
});

test('a learnt word that is imported', async ({ browser }) => {
  const words = { '<warp>': madeWord('<warp>', 3), '<weft>': madeWord('<weft>', 4) };
  const list = 'Learnt words';
  const tokens = Object.keys(words) as (keyof typeof words)[];
  await atEveryWrite(browser, {
    panel: 'library',
    prepare: async (page) => {
      await page.getByLabel('Import adapters').setInputFiles(words['<warp>']);
      await expect(card(page, '<warp>', list)).toBeVisible({ timeout: 60_000 });
    },
    act: (page) => page.getByLabel('Import adapters').setInputFiles(words['<weft>']),
    done: (page) =>
      expect.poll(() => storedValues(page, 'weft-embeddings', 'name'), { timeout: 60_000 }).toHaveLength(2),
    check: async (page, whole) => {
      await expect(card(page, '<warp>', list)).toBeVisible();
      const names = await shownCards(page, list);
      expect(whole ? [tokens] : [tokens, ['<warp>']]).toContainEqual(names);
      for (const name of tokens.filter((token) => names.includes(token))) {
        const numbers = numbersOf(words[name].buffer);
        expect((await exported(page, name, 'diffusers')).equals(numbers), `numbers of ${name}`).toBe(true);
      }
    },
  });
});
