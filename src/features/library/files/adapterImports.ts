/** Imports on the page: what is seen of them, and the flow over the studio's worker and the library. */
import { create } from 'zustand';
import { t } from '../../../kit/language/t.ts';
import { newRecordId } from '../../../kit/records/recordId.ts';
import { notify } from '../../../session/noticesStore.ts';
import { importAdapter } from '../../../session/studioClient.ts';
import { openStudio } from '../../../session/studioStore.ts';
import { drawThumbnailIfQuick } from '../adapterPicture.ts';
import { noteArrival } from '../cards/noteArrival.ts';
import { keepLora } from '../keepLora.ts';
import { keepItem, useLibrary } from '../libraryStore.ts';
import { ImportFlow } from './importFlow.ts';
import { type ImportEvent, reduceImports } from './importReducer.ts';
import { type ImportState, NO_IMPORTS } from './importState.ts';

export const useImports = create<ImportState>(() => NO_IMPORTS);

const tell = (event: ImportEvent) => useImports.setState((state) => reduceImports(state, event));

const flow = new ImportFlow({
  tell,
  openModel: () => openStudio(),
  read: importAdapter,
  embeddings: () => useLibrary.getState().embeddings,
  keepLora: async (...item) => noteArrival(await keepLora(...item)),
  keepEmbedding: async (item) => noteArrival(await keepItem(item)),
  draw: drawThumbnailIfQuick,
  notify: (message) => notify(message, t('The rest is in the library.')),
  newId: newRecordId,
  now: Date.now,
});

/** Takes adapters and embeddings one after the other; files that belong together are one. How it goes is seen in the store. */
export function importFiles(files: readonly File[]): void {
  void importAll(files);
}

/** The same; ends when all have been read. */
export function importAll(files: readonly File[]): Promise<void> {
  return flow.importFiles(files);
}

export function dismissImportError(id: string): void {
  tell({ type: 'error-dismissed', id });
}
