/** The panels' forms, of which none is on the first panel: brought back, kept from then on, and only then made to follow the model. */
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

export async function readForms(): Promise<void> {
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
