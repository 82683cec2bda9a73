/** The panels' forms: brought back when the page is opened, kept from then on, and only then made to follow the model. */
import { loadCompareForm } from '../features/compare/keptCompareForm.ts';
import { loadCreateForm } from '../features/create/keptCreateForm.ts';
import { loadMorphForm } from '../features/morph/keptMorphForm.ts';
import { watchDataset } from '../features/training/form/followDataset.ts';
import { watchPlaceholder } from '../features/training/form/freePlaceholder.ts';
import { loadTrainForm } from '../features/training/form/keptTrainForm.ts';
import { watchModelDefaults } from '../features/training/modelDefaults.ts';
import { loadSweepForm } from '../features/training/sweep/sweepForm.ts';
import { keepFormsNow } from '../session/forms/keptForm.ts';
import { loadProgress } from './course/courseProgress.ts';
import { loadFollowedKind, watchModelPresets } from './modelPresets.ts';

/** Milliseconds that a panel waits for its form; storage that takes longer finds it shown as it is at first. */
const PATIENCE = 1000;

let read: Promise<void> | null = null;

/** Ends once the forms are as they were kept. */
export function followForms(): Promise<void> {
  read ??= readForms();
  return read;
}

/** Ends when the forms can be shown, so that none is seen to change. */
export function formsAtHand(): Promise<void> {
  return Promise.race([followForms(), new Promise<void>((resolve) => setTimeout(resolve, PATIENCE))]);
}

async function readForms(): Promise<void> {
  addEventListener('pagehide', keepFormsNow);
  await Promise.all([
    loadTrainForm(),
    loadCreateForm(),
    loadCompareForm(),
    loadMorphForm(),
    loadSweepForm(),
    loadFollowedKind(),
    loadProgress(),
  ]);
  watchModelPresets();
  watchModelDefaults();
  watchPlaceholder();
  watchDataset();
}
