/** The dataset as it is on the page: a person's images of one fabric, what is being read, and what was not taken. */
import { create } from 'zustand';
import { StudioError } from '../../contract/errors.ts';
import { newRecordId } from '../../kit/records/recordId.ts';
import { CANCELLED } from '../../kit/worker/outcome.ts';
import { readKept } from '../../session/noticesStore.ts';
import type { NotTaken } from './brought/notTaken.ts';
import { type DatasetRecord, datasetRecords } from './datasetRecords.ts';

export interface DatasetImage extends DatasetRecord {
  /** Object URL of the bytes, for the tile. */
  url: string;
}

interface DatasetState {
  loaded: boolean;
  images: DatasetImage[];
  /** Names of files that are being read, in order. */
  reading: string[];
  /** Files that did not become an image since this was last dismissed. */
  notTaken: NotTaken[];
}

export const useDataset = create<DatasetState>(() => ({ loaded: false, images: [], reading: [], notTaken: [] }));

export const shown = (record: DatasetRecord): DatasetImage => ({
  ...record,
  url: URL.createObjectURL(new Blob([record.bytes], { type: 'image/png' })),
});

export async function loadDataset(): Promise<void> {
  const records = await readKept('the dataset', () => datasetRecords.readAll());
  const kept = records.sort((a, b) => a.order - b.order).map(shown);
  useDataset.setState(({ images }) => ({ loaded: true, images: [...kept, ...images] }));
}

/**
 * The dataset once it is loaded and all that was added has been read.
 * @throws StudioError `cancelled` where the signal is aborted before
 */
export function imagesOnceRead(signal: AbortSignal): Promise<readonly DatasetImage[]> {
  return new Promise((resolve, reject) => {
    let unsubscribe = (): void => undefined;
    const end = (): void => {
      unsubscribe();
      signal.removeEventListener('abort', giveUp);
    };
    const giveUp = (): void => {
      end();
      reject(new StudioError(CANCELLED));
    };
    const look = ({ loaded, reading, images }: DatasetState): void => {
      if (!loaded || reading.length > 0) return;
      end();
      resolve(images);
    };
    if (signal.aborted) return giveUp();
    signal.addEventListener('abort', giveUp);
    unsubscribe = useDataset.subscribe(look);
    look(useDataset.getState());
  });
}

/** Notes that these files are on their way into the dataset. */
export function startReading(names: readonly string[]): void {
  useDataset.setState(({ reading }) => ({ reading: [...reading, ...names] }));
}

/** Each of them was read, or turned out to be something else. */
export function endReading(names: readonly string[]): void {
  useDataset.setState(({ reading }) => {
    const left = [...reading];
    for (const name of names) {
      const place = left.indexOf(name);
      if (place >= 0) left.splice(place, 1);
    }
    return { reading: left };
  });
}

export function tellNotTaken(files: readonly NotTaken[]): void {
  if (files.length > 0) useDataset.setState(({ notTaken }) => ({ notTaken: [...notTaken, ...files] }));
}

export function dismissNotTaken(): void {
  useDataset.setState({ notTaken: [] });
}

/** The fields of an image that is put behind all others. */
export function newPlace(name: string): Pick<DatasetRecord, 'id' | 'name' | 'order'> {
  const last = useDataset.getState().images.at(-1);
  return { id: newRecordId(), name, order: (last?.order ?? 0) + 1 };
}
