/**
 * What the studio's own default runs learnt from the sample fabrics, an adapter and a word, so that there is something to
 * draw with before anybody has trained. They come into the library as imported files do.
 */
import { fetchShipped } from '../../../kit/files/fetchShipped.ts';
import { t } from '../../../kit/language/t.ts';
import { unlessTaken } from '../../../kit/records/tabLocks.ts';
import { notifyError } from '../../../session/noticesStore.ts';
import { useLibrary } from '../libraryStore.ts';
import { importAll } from './adapterImports.ts';
import { missingReadyMade } from './readyMadeFiles.ts';

/** Puts those that are missing into the library, unless another tab is doing so; ends once they are there. */
export function addReadyMade(): Promise<void> {
  return unlessTaken('weft-ready-made', addMissing, () => undefined);
}

async function addMissing(): Promise<void> {
  try {
    await importAll(await Promise.all(missingReadyMade(useLibrary.getState()).map(fetched)));
  } catch (error) {
    notifyError(error);
  }
}

async function fetched(name: string): Promise<File> {
  const response = await fetchShipped(`samples/${name}`, t('The ready-made weights'), t('Use ready-made weights'));
  return new File([await response.blob()], name);
}
