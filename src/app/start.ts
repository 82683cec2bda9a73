/** What happens once, when the page is opened. */
import { loadGallery } from '../features/create/galleryStore.ts';
import { loadDataset } from '../features/dataset/subjects/openDataset.ts';
import { watchFit } from '../features/library/adapterFit.ts';
import { loadCheckpoints } from '../features/library/checkpoints/checkpoints.ts';
import { loadLibrary } from '../features/library/libraryStore.ts';
import { loadModels } from '../features/models/modelStore.ts';
import { loadClassSets } from '../features/training/classImages/classSets.ts';
import { loadOwnClassImages } from '../features/training/classImages/ownClassImages.ts';
import { loadUnfinishedRuns } from '../features/training/unfinished/unfinishedRuns.ts';
import { t } from '../kit/language/t.ts';
import { findLasting } from '../session/lastingStorage.ts';
import { notify } from '../session/noticesStore.ts';
import { loadOwnPresets } from '../session/presets/ownPresets.ts';
import { openStudio, useStudio, watchModelChoice } from '../session/studioStore.ts';
import { readDevice } from './address.ts';
import { isBackupBusy } from './backup/backupBusy.ts';
import { followForms } from './forms.ts';
import { watchLongWork } from './longWork/watchLongWork.ts';
import { watchTouch } from './offline/touched.ts';
import { takeArrivedFiles, takeStrayFiles } from './takeStrayFiles.ts';
import { hasUnsaved } from './unsaved.ts';

export function start(): void {
  const { device, ignored } = readDevice(location.search);
  if (ignored !== null) {
    notify(
      t('The address asks for the device “{ignored}”, which there is not; it was ignored.', { ignored }),
      t('Use ?device=wasm or ?device=webgpu, or leave it out.'),
    );
  }
  watchTouch();
  takeStrayFiles();
  watchFit();
  // Of use to runs, none of which has begun yet.
  later(import('../features/training/run/hiddenTime.ts'), ({ watchHiddenTime }) => watchHiddenTime());
  later(import('./shortcuts/listen.ts'), ({ listenToKeys }) => listenToKeys());
  watchModelChoice();
  watchLongWork();
  void followForms();
  void loadDataset();
  void loadLibrary();
  void loadGallery();
  void loadClassSets();
  void loadCheckpoints();
  void loadOwnClassImages();
  void loadOwnPresets();
  void loadUnfinishedRuns();
  // Nothing of these is on the first panel.
  later(import('../features/compare/compareStore.ts'), ({ loadCompare }) => loadCompare());
  later(import('../features/morph/films/filmRepository.ts'), ({ loadFilms }) => loadFilms());
  later(import('../features/training/queue/queueStore.ts'), ({ loadQueue }) => loadQueue());
  void loadModels();
  void findLasting();
  // How opening went is shown from the store.
  openStudio(device).catch(() => undefined);
  addEventListener('beforeunload', askBeforeLeaving);
  void workOffline();
}

/** Begins what nobody waits for, once its script is there; where that could not be fetched this visit goes without. */
function later<T>(loading: Promise<T>, begin: (part: T) => unknown): void {
  void loading.then(begin, () => undefined);
}

/** A development server's files change under a service worker's hands, so that there is none. */
async function workOffline(): Promise<void> {
  if (!import.meta.env.PROD) return;
  try {
    const [{ install }, { takeArrivals }] = await Promise.all([
      import('./offline/install.ts'),
      import('./offline/arrivals.ts'),
    ]);
    takeArrivals(takeArrivedFiles);
    await install();
  } catch {
    // Its script could not be fetched: this visit goes without.
  }
}

/** Leaving would lose what is precious; films are kept frame by frame, and pictures are drawn again soon enough. */
function askBeforeLeaving(event: BeforeUnloadEvent): void {
  if (useStudio.getState().job?.precious || hasUnsaved() || isBackupBusy()) event.preventDefault();
}
