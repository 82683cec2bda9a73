/** What a person does in a tab that changes what is kept, with what it comes to where nobody else does anything. */
import { setTimeout } from 'node:timers/promises';
import { expect, type Locator, type Page } from '@playwright/test';
import * as files from '../../images/pictureFiles.ts';
import { storedValues } from '../../outputs/storedRecords.ts';
import { DRAWING_TIMEOUT, fill, TRAINING_TIMEOUT } from '../../outputs/studioSteps.ts';
import { pressDraw, readyGrid } from '../panels/comparePanel.ts';
import { madeAdapter, madeWord } from '../panels/libraryPanel.ts';
import { modelFile } from '../panels/modelFile.ts';
import type { StudioState } from './studioState.ts';

/** Which of the two tabs: what they bring has names of its own. */
export type Side = 'a' | 'b';

export interface Operation {
  name: string;
  panel: string;
  /** All but the last press. */
  ready: (page: Page, side: Side) => Promise<void>;
  /** The last press. */
  act: (page: Page, side: Side) => Promise<unknown>;
  /** Waits until it is done, or was refused with a sentence. */
  done: (page: Page, side: Side) => Promise<void>;
  /** What it may make of what is there. */
  makes: (state: StudioState, side: Side) => StudioState[];
}

const WAIT = { timeout: 60_000 };
const without = (list: readonly string[], one: string) => list.filter((other) => other !== one);
const sorted = <T>(...list: T[]): T[] => [...list].sort();

export async function chosenPicture(name: string) {
  return { name, mimeType: 'image/png', buffer: await files.png(40, 40) };
}

/** A name beside others, as the library and the datasets give it. @param others each behind what it is known by */
function freeName(wanted: string, others: readonly string[]): string {
  const taken = others.map((other) => other.split(': ')[1]);
  let name = wanted;
  for (let count = 2; taken.includes(name); count++) name = `${wanted} (${count})`;
  return name;
}

const tile = (page: Page, name: string): Locator =>
  page.getByRole('listitem').filter({ has: page.getByRole('img', { name, exact: true }) });

/** Where the adapter is gone by then, its card goes too. */
const settled = (page: Page) => page.waitForTimeout(300);

export async function openModelFile(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Add a model' }).click();
  await page.getByText('A file', { exact: true }).click();
}

const SEEDS = { a: '3, 4', b: '5, 6' };
const RUNS = { a: 'Run of a', b: 'Run of b' };
/** Frames of each side's film. */
const FILMS = { a: 4, b: 5 };

/** Removes something and takes that back at once; nothing where the other tab has removed it at that moment. */
async function removeAndUndo(page: Page, remove: Locator): Promise<void> {
  if (await press(remove)) await page.getByRole('button', { name: 'Undo' }).first().click();
}

/** Does something with what another tab may remove at that moment. Gives whether it was done. */
async function unlessGone(place: Locator, act: () => Promise<void>): Promise<boolean> {
  const done = act().then(
    () => true,
    (error: unknown) => ({ error }),
  );
  const gone = place
    .waitFor({ state: 'detached', timeout: DRAWING_TIMEOUT })
    // A press that removed it is told of a moment later.
    .then(() => setTimeout(2000, false));
  const outcome = await Promise.race([done, gone]);
  gone.catch(() => undefined);
  if (typeof outcome === 'boolean') return outcome;
  throw outcome.error;
}

const press = (button: Locator) => unlessGone(button, () => button.click());

const busy = (page: Page) => page.getByRole('alert').filter({ hasText: 'in another tab' });

export const OPERATIONS: readonly Operation[] = [
  {
    name: 'add an image',
    panel: 'dataset',
    ready: async () => undefined,
    act: async (page, side) => page.getByLabel('Add images').setInputFiles(await chosenPicture(`${side}.png`)),
    done: (page, side) => expect(tile(page, `${side}.png`)).toBeVisible(),
    makes: (state, side) => [{ ...state, images: sorted(...state.images, `${side}.png: `) }],
  },
  {
    name: 'caption an image',
    panel: 'dataset',
    ready: async () => undefined,
    act: (page, side) => {
      const caption = page.getByLabel('Caption of first.png');
      return unlessGone(caption, () => caption.fill(`words of ${side}`));
    },
    // A caption is kept once typing rests.
    done: (page) => page.waitForTimeout(1000),
    makes: (state, side) => [
      {
        ...state,
        images: sorted(
          ...state.images.map((image) => (image.startsWith('first.png') ? `first.png: words of ${side}` : image)),
        ),
      },
    ],
  },
  {
    name: 'remove an image',
    panel: 'dataset',
    ready: async () => undefined,
    act: (page) => press(tile(page, 'first.png').getByRole('button', { name: 'Remove first.png' })),
    done: (page) => expect(tile(page, 'first.png')).toHaveCount(0),
    makes: (state) => [{ ...state, images: state.images.filter((image) => !image.startsWith('first.png')) }],
  },
  {
    name: 'make a dataset',
    panel: 'dataset',
    ready: async (page) => {
      await page.getByRole('button', { name: 'New dataset' }).click();
      await page.getByLabel('Name of the dataset').fill('Linen');
    },
    act: (page) => page.getByRole('button', { name: 'Create', exact: true }).click(),
    done: (page) => expect(page.getByLabel('Open dataset')).toContainText('Linen'),
    makes: (state) => [
      { ...state, datasets: sorted(...state.datasets, `other: ${freeName('Linen', state.datasets)}`) },
    ],
  },
  {
    name: 'rename a dataset',
    panel: 'dataset',
    ready: async (page) => {
      await page.getByRole('button', { name: 'Rename dataset' }).click();
      await page.getByLabel('Name of the dataset').fill('Linen');
    },
    act: (page) => page.getByRole('button', { name: 'Save', exact: true }).click(),
    done: settled,
    makes: (state) => {
      const others = state.datasets.filter((dataset) => !dataset.startsWith('first: '));
      return [{ ...state, datasets: sorted(...others, `first: ${freeName('Linen', others)}`) }];
    },
  },
  {
    name: 'import an adapter',
    panel: 'library',
    ready: async () => undefined,
    act: (page, side) => page.getByLabel('Import adapters').setInputFiles(madeAdapter('Woven', side === 'a' ? 5 : 6)),
    done: (page) => expect(page.getByRole('heading', { name: /^Woven/ }).first()).toBeVisible(WAIT),
    makes: (state) => [
      {
        ...state,
        adapters: sorted(...state.adapters, `Woven.safetensors: ${freeName('Woven', state.adapters)}`),
      },
    ],
  },
  {
    name: 'rename an adapter',
    panel: 'library',
    ready: async (page) => {
      await page.getByRole('button', { name: 'Rename Base' }).click();
      await page.getByLabel('New name for Base').fill('Woven');
    },
    act: (page) => press(page.getByRole('button', { name: 'Save', exact: true })),
    done: settled,
    makes: (state) => {
      const base = state.adapters.find((adapter) => adapter.startsWith('Base.safetensors'));
      if (!base) return [state];
      const others = without(state.adapters, base);
      return [{ ...state, adapters: sorted(...others, `Base.safetensors: ${freeName('Woven', others)}`) }];
    },
  },
  {
    name: 'delete an adapter',
    panel: 'library',
    ready: async () => undefined,
    act: (page) => press(page.getByRole('button', { name: /^Delete (Base|Woven)/ })),
    done: settled,
    makes: (state) => [{ ...state, adapters: state.adapters.filter((one) => !one.startsWith('Base.safetensors')) }],
  },
  {
    name: 'import a word',
    panel: 'library',
    ready: async () => undefined,
    act: (page, side) => page.getByLabel('Import adapters').setInputFiles(madeWord('<weft>', side === 'a' ? 7 : 8)),
    done: (page) =>
      expect(
        page
          .getByRole('heading', { name: /^<weft/ })
          .or(page.getByRole('alert').filter({ hasText: 'already has the word' }))
          .first(),
      ).toBeVisible(WAIT),
    makes: (state) =>
      state.words.includes('<weft>')
        ? // Known of in time, it is refused.
          [state, { ...state, words: sorted(...state.words, '<weft-2>') }]
        : [{ ...state, words: sorted(...state.words, '<weft>') }],
  },
  {
    name: 'delete a word',
    panel: 'library',
    ready: async () => undefined,
    act: (page) => press(page.getByRole('button', { name: 'Delete <warp>' })),
    done: settled,
    makes: (state) => [{ ...state, words: without(state.words, '<warp>') }],
  },
  {
    name: 'draw a comparison',
    panel: 'compare',
    ready: (page, side) => readyGrid(page, SEEDS[side]),
    act: pressDraw,
    done: async (page) => {
      const drawn = page.getByRole('status').filter({ hasText: /^2 pictures, drawn in/ });
      await expect(busy(page).or(drawn).first()).toBeVisible({ timeout: DRAWING_TIMEOUT });
    },
    makes: (state, side) => {
      // While another tab draws one, it is refused.
      const refused = Object.values(SEEDS).includes(state.grid);
      return [{ ...state, grid: SEEDS[side] }, ...(refused ? [state] : [])];
    },
  },
  {
    name: 'remove a film',
    panel: 'morph',
    ready: (page) => expect(page.getByRole('button', { name: 'Remove the film of 2 frames' })).toBeVisible(),
    act: (page) => press(page.getByRole('button', { name: 'Remove the film of 2 frames' })),
    done: (page) => expect(page.getByRole('button', { name: 'Remove the film of 2 frames' })).toHaveCount(0),
    makes: (state) => [{ ...state, films: state.films.filter((frames) => frames !== 2) }],
  },
  {
    name: 'add a model',
    panel: 'library',
    ready: openModelFile,
    act: (page, side) =>
      page.getByLabel('Choose the file').setInputFiles(modelFile(`cloth-${side}`, side === 'a' ? 1 : 2)),
    done: (page, side) => expect(page.getByRole('button', { name: `Use cloth-${side}` })).toBeVisible(WAIT),
    makes: (state, side) => [{ ...state, models: sorted(...state.models, `cloth-${side}`) }],
  },
  {
    name: 'remove a model',
    panel: 'library',
    ready: (page) => page.getByRole('button', { name: 'Remove linen' }).click(),
    act: (page) => press(page.getByRole('dialog').getByRole('button', { name: 'Remove', exact: true })),
    done: (page) => expect(page.getByRole('button', { name: 'Use linen' })).toHaveCount(0),
    makes: (state) => [{ ...state, models: without(state.models, 'linen') }],
  },
  {
    name: 'train an adapter',
    panel: 'train',
    ready: (page, side) => fill(page, { 'Adapter name': RUNS[side], Steps: 2, 'Class images': 0 }),
    // Where the other tab is known to train, it waits for its turn.
    act: (page) => page.getByRole('button', { name: /^(Start training|Add to the queue)$/ }).click(),
    done: async (page, side) => {
      const refused = page.getByRole('alert').filter({ hasText: 'Another tab of the studio is training' });
      const learnt = async () => (await storedValues(page, 'weft-adapters', 'name')).includes(RUNS[side]);
      await expect.poll(async () => (await learnt()) || refused.isVisible(), { timeout: TRAINING_TIMEOUT }).toBe(true);
    },
    makes: (state, side) => {
      const learnt = { ...state, adapters: sorted(...state.adapters, `null: ${RUNS[side]}`) };
      const other = side === 'a' ? RUNS.b : RUNS.a;
      // While another tab trains, it is refused.
      return state.adapters.includes(`null: ${other}`) ? [state, learnt] : [learnt];
    },
  },
  {
    name: 'render a film',
    panel: 'morph',
    ready: async (page, side) => {
      await fill(page, { Keyframes: 2, 'Duration (s)': 1, 'Frames per second': FILMS[side], 'Sampling steps': 1 });
    },
    act: (page) => page.getByRole('button', { name: 'Render morph' }).click(),
    done: async (page, side) => {
      const made = page.getByRole('region', { name: 'Morph: results' }).getByText(`${FILMS[side]} frames ·`);
      await expect(made.first()).toBeVisible({ timeout: DRAWING_TIMEOUT });
      await expect(page.getByRole('link', { name: 'Download GIF' })).toBeVisible({ timeout: DRAWING_TIMEOUT });
    },
    makes: (state, side) => [{ ...state, films: sorted(...state.films, FILMS[side]) }],
  },
  {
    name: 'remove an image and bring it back',
    panel: 'dataset',
    ready: async () => undefined,
    act: (page) => removeAndUndo(page, tile(page, 'second.png').getByRole('button', { name: 'Remove second.png' })),
    done: settled,
    makes: (state) => [state],
  },
  {
    name: 'delete an adapter and bring it back',
    panel: 'library',
    ready: async () => undefined,
    act: (page) => removeAndUndo(page, page.getByRole('button', { name: 'Delete Other' })),
    done: settled,
    makes: (state) => [state],
  },
];
