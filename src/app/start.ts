/** What happens once, when the page is opened. */
import { watchFit } from '../stores/adapterFit.ts';
import { loadCheckpoints } from '../stores/checkpoints.ts';
import { loadClassSets } from '../stores/classSets.ts';
import { loadCompare } from '../stores/compareStore.ts';
import { loadDataset } from '../stores/datasetStore.ts';
import { loadFilms } from '../stores/filmShelf.ts';
import { watchPlaceholder } from '../stores/freePlaceholder.ts';
import { loadGallery } from '../stores/galleryStore.ts';
import { watchHiddenTime } from '../stores/hiddenTime.ts';
import { loadLibrary } from '../stores/libraryStore.ts';
import { watchModelDefaults } from '../stores/modelDefaults.ts';
import { loadModels } from '../stores/modelStore.ts';
import { watchModelWays } from '../stores/modelWays.ts';
import { notify } from '../stores/noticesStore.ts';
import { loadOwnClassImages } from '../stores/ownClassImages.ts';
import { openStudio, useStudio, watchModelChoice } from '../stores/studioStore.ts';
import { loadUnfinishedRuns } from '../stores/unfinishedRuns.ts';
import { readDevice } from './address.ts';

export function start(): void {
  const { device, ignored } = readDevice(location.search);
  if (ignored !== null) {
    notify(
      `The address asks for the device “${ignored}”, which there is not; it was ignored.`,
      'Use ?device=wasm or ?device=webgpu, or leave it out.',
    );
  }
  watchFit();
  watchModelWays();
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
  // How opening went is shown from the store.
  openStudio(device).catch(() => undefined);
  addEventListener('beforeunload', askBeforeLeaving);
}

/** Leaving would lose what is precious; films are kept frame by frame, and pictures are drawn again soon enough. */
function askBeforeLeaving(event: BeforeUnloadEvent): void {
  if (useStudio.getState().job?.precious) event.preventDefault();
}
