/** What happens once, when the page is opened. */

import { loadCompare } from '../features/compare/compareStore.ts';
import { loadGallery } from '../features/create/galleryStore.ts';
import { loadDataset, useDataset } from '../features/dataset/datasetStore.ts';
import { watchFit } from '../features/library/adapterFit.ts';
import { loadCheckpoints } from '../features/library/checkpoints/checkpoints.ts';
import { loadLibrary, useLibrary } from '../features/library/libraryStore.ts';
import { loadModels } from '../features/models/modelStore.ts';
import { loadFilms } from '../features/morph/films/filmRepository.ts';
import { loadClassSets } from '../features/training/classImages/classSets.ts';
import { loadOwnClassImages } from '../features/training/classImages/ownClassImages.ts';
import { watchPlaceholder } from '../features/training/form/freePlaceholder.ts';
import { watchModelDefaults } from '../features/training/modelDefaults.ts';
import { watchHiddenTime } from '../features/training/run/hiddenTime.ts';
import { loadUnfinishedRuns, useUnfinishedRuns } from '../features/training/run/unfinishedRuns.ts';
import { findLasting } from '../session/lastingStorage.ts';
import { notify } from '../session/noticesStore.ts';
import { openStudio, useStudio, watchModelChoice } from '../session/studioStore.ts';
import { readDevice } from './address.ts';
import { watchModelPresets } from './modelPresets.ts';
import { takeStrayFiles } from './takeStrayFiles.ts';

export function start(): void {
  const { device, ignored } = readDevice(location.search);
  if (ignored !== null) {
    notify(
      `The address asks for the device “${ignored}”, which there is not; it was ignored.`,
      'Use ?device=wasm or ?device=webgpu, or leave it out.',
    );
  }
  takeStrayFiles();
  watchFit();
  watchModelPresets();
  watchPlaceholder();
  watchHiddenTime();
  watchModelDefaults();
  watchModelChoice();
  void loadDataset();
  void loadLibrary();
  void loadGallery();
  void loadCompare();
  void loadFilms();
  void loadClassSets();
  void loadCheckpoints();
  void loadOwnClassImages();
  void loadUnfinishedRuns();
  void loadModels();
  void findLasting();
  // How opening went is shown from the store.
  openStudio(device).catch(() => undefined);
  addEventListener('beforeunload', askBeforeLeaving);
}

/** Leaving would lose what is precious; films are kept frame by frame, and pictures are drawn again soon enough. */
function askBeforeLeaving(event: BeforeUnloadEvent): void {
  if (useStudio.getState().job?.precious || hasUnsaved()) event.preventDefault();
}

/** Whether there is something that storage refused: this page alone has it. */
function hasUnsaved(): boolean {
  const unwritten = useUnfinishedRuns.getState().runs.some((run) => run.unwritten !== null);
  return unwritten || useDataset.getState().unsaved.length + useLibrary.getState().unsaved.length > 0;
}
