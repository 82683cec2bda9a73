/** What the studio keeps, as far as the pairs of tabs change it: as a tab shows it, and as it lies in storage. */
import { expect, type Page } from '@playwright/test';
import { storedRecords, storedValues } from '../../outputs/storedRecords.ts';
import { goTo } from '../../outputs/studioSteps.ts';
import { shownSeeds } from '../panels/comparePanel.ts';
import { gallery } from '../panels/galleryPanel.ts';
import { shownCards } from '../panels/libraryPanel.ts';
import { classImages, openClassImages, preset } from '../panels/trainPanel.ts';

/** Lists are in alphabetical order. */
export interface StudioState {
  /** Each with its caption. */
  images: string[];
  /** The name of each, behind `first: ` or `other: `. */
  datasets: string[];
  /** The file that each came from, and its name by now. */
  adapters: string[];
  words: string[];
  /** Frames of each film. */
  films: number[];
  /** Its seeds. */
  grid: string;
  models: string[];
  /** The seed of each in the gallery, and whether it is marked. */
  pictures: string[];
  /** Names of a person's own. */
  presets: string[];
  /** Names of a person's own. */
  classImages: string[];
}

const text = (value: unknown) => String(value ?? '');
const pictureText = (seed: string, marked: boolean) => (marked ? `${seed} favourite` : seed);

/** What lies in the databases. */
export async function storedState(page: Page): Promise<Omit<StudioState, 'models' | 'grid'>> {
  const images = await storedRecords(page, 'weft-dataset');
  const adapters = await storedRecords(page, 'weft-adapters');
  const films = await storedRecords(page, 'weft-films');
  const datasets = await storedRecords(page, 'weft-datasets');
  const pictures = await storedRecords(page, 'weft-gallery', 'settings');
  return {
    images: images.map(({ name, caption }) => `${name}: ${caption}`).sort(),
    datasets: datasets.map(({ id, name }) => `${id === 'first' ? id : 'other'}: ${name}`).sort(),
    adapters: adapters.map(({ file, name }) => `${file}: ${name}`).sort(),
    words: (await storedValues(page, 'weft-embeddings', 'name')).map(text).sort(),
    films: films.map(({ frames }) => Number(frames)).sort(),
    pictures: pictures.map(({ seed, favourite }) => pictureText(text(seed), favourite === true)).sort(),
    presets: (await storedValues(page, 'weft-presets', 'name')).map(text).sort(),
    classImages: (await storedValues(page, 'weft-own-class-images', 'name')).map(text).sort(),
  };
}

/** What a tab shows, opened anew; of adapters their names alone. */
export async function shownState(page: Page): Promise<StudioState> {
  await goTo(page, 'Compare');
  const grid = await shownSeeds(page);
  await goTo(page, 'Create');
  // There is one that nothing touches.
  await expect(gallery(page).getByRole('listitem').first()).toBeVisible();
  const pictures = await gallery(page)
    .getByRole('listitem')
    .evaluateAll((all) =>
      all.map((tile) => ({
        seed: /seed (\d+)/.exec(tile.textContent ?? '')?.[1] ?? '',
        marked: tile.querySelector('[aria-pressed=true]') !== null,
      })),
    );
  await goTo(page, 'Train');
  // The studio's own have words for ids.
  const presets = await preset(page)
    .locator('option')
    .evaluateAll((all) => all.flatMap((one) => ((one as HTMLOptionElement).value.length > 20 ? one.textContent : [])));
  await openClassImages(page);
  await expect(classImages(page).first()).toBeVisible();
  const ownClassImages = await classImages(page).evaluateAll((all) =>
    all.map((image) => image.getAttribute('alt') ?? ''),
  );
  await goTo(page, 'Morph');
  const films = await page
    .getByRole('region', { name: 'Morph: results' })
    .evaluate((stage) => [...(stage.textContent ?? '').matchAll(/(\d+) frames/g)].map(([, frames]) => Number(frames)));
  await goTo(page, 'Dataset');
  const choice = page.getByLabel('Open dataset', { exact: true });
  await expect(choice).toBeVisible();
  const datasets = await choice.locator('option').evaluateAll((all) =>
    all.map((option) => {
      const { value, text } = option as HTMLOptionElement;
      return `${value === 'first' ? value : 'other'}: ${text.replace(/ \(\d+\)$/, '')}`;
    }),
  );
  await choice.selectOption('first');
  const tiles = page.getByRole('list', { name: 'Images of the dataset' }).getByRole('listitem');
  await expect(tiles.first()).toBeVisible();
  const images = await tiles.evaluateAll((all) =>
    all.map((tile) => `${tile.querySelector('img')?.alt}: ${tile.querySelector('textarea')?.value}`),
  );
  await goTo(page, 'Library');
  await expect(page.getByText(/^Models take/)).toBeVisible();
  const models = await page
    .getByRole('list', { name: 'Models' })
    .getByRole('button', { name: /^Use (?!the starter)/ })
    .evaluateAll((all) => all.map((button) => (button.getAttribute('aria-label') ?? '').replace('Use ', '')));
  return {
    images: images.sort(),
    datasets: datasets.sort(),
    adapters: await shownCards(page, 'Adapters'),
    words: await shownCards(page, 'Learnt words'),
    films: films.sort(),
    grid,
    models: models.sort(),
    pictures: pictures.map(({ seed, marked }) => pictureText(seed, marked)).sort(),
    presets: presets.map(text).sort(),
    classImages: ownClassImages.sort(),
  };
}
