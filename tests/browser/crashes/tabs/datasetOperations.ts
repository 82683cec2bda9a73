/** What a person does in Dataset, for the pairs of tabs. */
import { expect } from '@playwright/test';
import {
  chosenPicture,
  freeName,
  type Operation,
  press,
  removeAndUndo,
  settled,
  sorted,
  tile,
  unlessGone,
} from './operation.ts';

export const DATASET_OPERATIONS: readonly Operation[] = [
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
    name: 'remove an image and bring it back',
    panel: 'dataset',
    ready: async () => undefined,
    act: (page) => removeAndUndo(page, tile(page, 'second.png').getByRole('button', { name: 'Remove second.png' })),
    done: settled,
    makes: (state) => [state],
  },
  {
    name: 'make a dataset',
    panel: 'dataset',
    ready: async (page) => {
      await page.getByRole('button', { name: 'New dataset' }).click();
      await page.getByLabel('Name of the dataset').fill('Linen');
    },
    act: (page) => page.getByRole('button', { name: 'Create', exact: true }).click(),
    done: (page) => expect(page.getByLabel('Open dataset', { exact: true })).toContainText('Linen'),
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
];
