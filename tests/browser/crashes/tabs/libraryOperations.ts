/** What a person does in Library, for the pairs of tabs. */
import { expect } from '@playwright/test';
import { madeAdapter, madeWord } from '../panels/libraryPanel.ts';
import { modelFile } from '../panels/modelFile.ts';
import {
  freeName,
  type Operation,
  openModelFile,
  press,
  removeAndUndo,
  settled,
  sorted,
  WAIT,
  without,
} from './operation.ts';

export const LIBRARY_OPERATIONS: readonly Operation[] = [
  {
    name: 'import an adapter',
    panel: 'library',
    computes: true,
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
    name: 'delete an adapter and bring it back',
    panel: 'library',
    ready: async () => undefined,
    act: (page) => removeAndUndo(page, page.getByRole('button', { name: 'Delete Other' })),
    done: settled,
    makes: (state) => [state],
  },
  {
    name: 'import a word',
    panel: 'library',
    computes: true,
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
];
