/** What a person does in Train, for the pairs of tabs. */
import { expect } from '@playwright/test';
import { storedValues } from '../../outputs/storedRecords.ts';
import { fill, TRAINING_TIMEOUT } from '../../outputs/studioSteps.ts';
import { addClassImages, classImages, openClassImages, preset, readyPreset } from '../panels/trainPanel.ts';
import { freeName, type Operation, press, settled, sorted, without } from './operation.ts';

const RUNS = { a: 'Run of a', b: 'Run of b' };
const STEPS = { a: 66, b: 67 };

export const TRAINING_OPERATIONS: readonly Operation[] = [
  {
    name: 'train an adapter',
    panel: 'train',
    computes: true,
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
    name: 'save a preset',
    panel: 'train',
    ready: (page, side) => readyPreset(page, 'Twill', STEPS[side]),
    act: (page) => page.getByRole('button', { name: 'Save', exact: true }).click(),
    done: settled,
    makes: (state) => [
      {
        ...state,
        presets: sorted(
          ...state.presets,
          freeName(
            'Twill',
            state.presets.map((name) => `: ${name}`),
          ),
        ),
      },
    ],
  },
  {
    name: 'delete a preset',
    panel: 'train',
    ready: async (page) => void (await preset(page).selectOption('Kente')),
    act: (page) => press(page.getByRole('button', { name: 'Delete preset' })),
    done: settled,
    makes: (state) => [{ ...state, presets: without(state.presets, 'Kente') }],
  },
  {
    name: 'add a class image',
    panel: 'train',
    ready: openClassImages,
    act: (page, side) => addClassImages(page, `${side}-class.png`),
    done: (page, side) => expect(classImages(page).and(page.getByAltText(`${side}-class.png`))).toBeVisible(),
    makes: (state, side) => [{ ...state, classImages: sorted(...state.classImages, `${side}-class.png`) }],
  },
  {
    name: 'remove a class image',
    panel: 'train',
    ready: openClassImages,
    act: (page) => press(page.getByRole('button', { name: 'Remove first-class.png from the class' })),
    done: settled,
    makes: (state) => [{ ...state, classImages: without(state.classImages, 'first-class.png') }],
  },
];
