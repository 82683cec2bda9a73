/** Takes files that came where nobody waited for them to their panel, and opens it; or says why not. */
import { openGridFile } from '../features/compare/grid/compareFile.ts';
import { addImages } from '../features/dataset/addImages.ts';
import { takeLibraryFiles } from '../features/library/takeFiles.ts';
import { catchStrayFiles } from '../kit/files/strayFiles.ts';
import { notify, notifyError } from '../session/noticesStore.ts';
import { readPanel } from './address.ts';
import { noPlaceFor, placeOf } from './filePlaces.ts';

/** From now on no drop opens a tab, and none is in vain. */
export function takeStrayFiles(): void {
  catchStrayFiles((files, how) => {
    const open = readPanel(location.hash).route;
    // What is pasted has lost the texts that a grid is read from.
    void take(files, how === 'pasted' && open === 'compare' ? 'create' : open).catch(notifyError);
  });
}

async function take(files: File[], open: ReturnType<typeof readPanel>['route']): Promise<void> {
  const place = await placeOf(files, open);
  const [first] = files;
  switch (place) {
    case 'grid':
      if (first) await openGridFile(first);
      return;
    case 'dataset':
      location.hash = '#/dataset';
      await addImages(files);
      return;
    case 'library':
      location.hash = '#/library';
      takeLibraryFiles(files);
      return;
    case null: {
      const { message, advice } = noPlaceFor(files);
      notify(message, advice);
    }
  }
}
