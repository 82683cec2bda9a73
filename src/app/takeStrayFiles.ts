/** Takes files that came where nobody waited for them to their panel, and opens it; or says why not. */
import { addImages } from '../features/dataset/addImages.ts';
import { catchStrayFiles } from '../kit/files/strayFiles.ts';
import { notify, notifyError } from '../session/noticesStore.ts';
import { readPanel } from './address.ts';

/** From now on no drop opens a tab, and none is in vain. */
export function takeStrayFiles(): void {
  catchStrayFiles((files, how) => {
    const open = readPanel(location.hash).route;
    // What is pasted has lost the texts that a grid is read from.
    void take(files, how === 'pasted' && open === 'compare' ? 'create' : open).catch(notifyError);
  });
}

/** Takes files that the system opened with the studio, or another program shared with it. */
export function takeArrivedFiles(files: File[]): void {
  void take(files, readPanel(location.hash).route).catch(notifyError);
}

async function take(files: File[], open: ReturnType<typeof readPanel>['route']): Promise<void> {
  // What it takes to know them is fetched when there are some.
  const { noPlaceFor, placeOf } = await import('./filePlaces.ts');
  const place = await placeOf(files, open);
  const [first] = files;
  switch (place) {
    case 'grid':
      // Panels that are not open yet are fetched when they are needed.
      if (first) await (await import('../features/compare/grid/compareFile.ts')).openGridFile(first);
      return;
    case 'create':
      location.hash = '#/create';
      if (first) await (await import('../features/create/files/drawingFileStore.ts')).openDrawingFile(first);
      return;
    case 'dataset':
      location.hash = '#/dataset';
      await addImages(files);
      return;
    case 'library':
      location.hash = '#/library';
      (await import('../features/library/takeFiles.ts')).takeLibraryFiles(files);
      return;
    case 'backup':
      location.hash = '#/library';
      if (first) await (await import('./backup/backupStore.ts')).openBackup(first);
      return;
    case 'home': {
      location.hash = '#/train';
      // Seldom, so that the page doesn't wait for it.
      const { bringHome } = await import('../features/training/home/home.ts');
      bringHome(files);
      return;
    }
    case null: {
      const { message, advice } = noPlaceFor(files);
      notify(message, advice);
    }
  }
}
