/** What a person does where things are drawn (Create, Compare and Morph), for the pairs of tabs. */
import { expect, type Page } from '@playwright/test';
import { DRAWING_TIMEOUT, fill } from '../../outputs/studioSteps.ts';
import { pressDraw, readyGrid } from '../panels/comparePanel.ts';
import { choosePicture, chosenPictures, favourite, pressGenerate, tileOfSeed } from '../panels/galleryPanel.ts';
import { type Operation, press, removeAndUndo, settled, sorted } from './operation.ts';

const SEEDS = { a: '3, 4', b: '5, 6' };
/** Frames of each side's film. */
const FILMS = { a: 4, b: 5 };
/** The seed of each side's picture. */
const DRAWN = { a: 31, b: 32 };

const busy = (page: Page) => page.getByRole('alert').filter({ hasText: 'in another tab' });
const removeChosen = (page: Page) => chosenPictures(page).getByRole('button', { name: 'Remove' });
const isSeed = (picture: string, seed: number) => picture.split(' ')[0] === String(seed);

export const DRAWING_OPERATIONS: readonly Operation[] = [
  {
    name: 'draw a comparison',
    panel: 'compare',
    computes: true,
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
    name: 'render a film',
    panel: 'morph',
    computes: true,
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
    name: 'draw a picture',
    panel: 'create',
    computes: true,
    ready: async () => undefined,
    act: (page, side) => pressGenerate(page, DRAWN[side]),
    done: (page, side) => expect(tileOfSeed(page, DRAWN[side])).toBeVisible({ timeout: DRAWING_TIMEOUT }),
    makes: (state, side) => [{ ...state, pictures: sorted(...state.pictures, String(DRAWN[side])) }],
  },
  {
    name: 'mark a picture',
    panel: 'create',
    ready: async () => undefined,
    act: (page) => press(favourite(page, 11)),
    done: settled,
    makes: (state) => {
      const others = state.pictures.filter((picture) => !isSeed(picture, 11));
      if (others.length === state.pictures.length) return [state];
      const marked = { ...state, pictures: sorted(...others, '11 favourite') };
      // Known to be marked already, the press takes the mark away.
      return state.pictures.includes('11 favourite')
        ? [marked, { ...state, pictures: sorted(...others, '11') }]
        : [marked];
    },
  },
  {
    name: 'remove a picture',
    panel: 'create',
    ready: (page) => choosePicture(page, 11),
    act: (page) => press(removeChosen(page)),
    done: settled,
    makes: (state) => [{ ...state, pictures: state.pictures.filter((picture) => !isSeed(picture, 11)) }],
  },
  {
    name: 'remove a picture and bring it back',
    panel: 'create',
    ready: (page) => choosePicture(page, 12),
    act: (page) => removeAndUndo(page, removeChosen(page)),
    done: settled,
    makes: (state) => [state],
  },
];
