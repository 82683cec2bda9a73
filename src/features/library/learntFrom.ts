/** What the items of the library were learnt from: the datasets by which they can be found. */
import type { DatasetRef } from '../../contract/runs/runs.ts';
import { datasetById } from '../dataset/subjects/datasetsStore.ts';
import type { LibraryItem } from './libraryState.ts';

/** Shows the items of every dataset. */
export const ANY_DATASET = '';

/** What an item was learnt from; null where that isn't known, or it was not learnt from pictures. */
export function datasetOfItem({ origin }: Pick<LibraryItem, 'origin'>): DatasetRef | null {
  return origin.kind === 'trained' ? (origin.dataset ?? null) : null;
}

/** What a dataset is called by now, or was called when there still was one. */
export function datasetName({ id, name }: DatasetRef): string {
  return datasetById(id)?.name ?? name;
}

/** The datasets that items were learnt from, each once, by name. */
export function datasetsOfItems(items: readonly Pick<LibraryItem, 'origin'>[]): DatasetRef[] {
  const found = new Map<string, DatasetRef>();
  for (const item of items) {
    const dataset = datasetOfItem(item);
    if (dataset && !found.has(dataset.id)) found.set(dataset.id, { id: dataset.id, name: datasetName(dataset) });
  }
  return [...found.values()].sort((a, b) => a.name.localeCompare(b.name));
}

/** The items that were learnt from a dataset. @param dataset its id, or `ANY_DATASET` */
export function itemsOfDataset<T extends Pick<LibraryItem, 'origin'>>(
  items: readonly T[],
  dataset: string,
): readonly T[] {
  return dataset === ANY_DATASET ? items : items.filter((item) => datasetOfItem(item)?.id === dataset);
}
