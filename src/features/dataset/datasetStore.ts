/** The dataset as it is on the page: a person's images of one fabric, what is being read, and what was not taken. */
import { create } from 'zustand';
import { StudioError } from '../../contract/errors.ts';
import { nextPlace } from '../../kit/records/places.ts';
import type { HeardChanges } from '../../kit/records/RecordStore.ts';
import { newRecordId } from '../../kit/records/recordId.ts';
import { CANCELLED } from '../../kit/worker/outcome.ts';
import { askToKeep } from '../../session/lastingStorage.ts';
import { keep, readKept } from '../../session/noticesStore.ts';
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
  /** Ids of images that storage refused, or the last change of: they are as they are on this page alone. */
  unsaved: readonly string[];
}

export const useDataset = create<DatasetState>(() => ({
  loaded: false,
  images: [],
  reading: [],
  notTaken: [],
  unsaved: [],
}));

export const shown = (record: DatasetRecord): DatasetImage => ({
  ...record,
  url: URL.createObjectURL(new Blob([record.bytes], { type: 'image/png' })),
});

export const inOrder = (images: readonly DatasetImage[]): DatasetImage[] =>
  [...images].sort((a, b) => a.order - b.order);

/** Keeps images whole, all of them or none: new ones, or those that are put back. */
export async function keepImages(images: readonly DatasetImage[]): Promise<void> {
  const records = images.map(({ url: _, ...record }) => record);
  const stored = await keep(() => datasetRecords.writeSome(records));
  noteStored(
    records.map(({ id }) => id),
    stored,
  );
  if (stored) void askToKeep();
}

/** Notes whether storage has images as they are on the page. */
export function noteStored(ids: readonly string[], stored: boolean): void {
  useDataset.setState(({ unsaved }) => ({
    unsaved: [...unsaved.filter((id) => !ids.includes(id)), ...(stored ? [] : ids)],
  }));
}

let loading: Promise<void> = Promise.resolve();

/** Reads what is kept, and goes on hearing what other tabs do to it. */
export function loadDataset(): Promise<void> {
  loading = datasetRecords.follow(async () => {
    const records = await readKept(datasetRecords);
    useDataset.setState(({ images }) => {
      const here = new Set(images.map(({ id }) => id));
      const others = records.filter(({ id }) => !here.has(id)).map(shown);
      return { loaded: true, images: inOrder([...others, ...images]) };
    });
  }, hear);
  return loading;
}

/** Ends once what was kept is on the page. */
export function datasetRead(): Promise<void> {
  return loading;
}

/** A caption that is being typed here stays: it is about to be written. */
const typing = new Set<string>();

/** Notes that a caption is being typed, or that it has been written. */
export function noteTyping(id: string, on: boolean): void {
  if (on) typing.add(id);
  else typing.delete(id);
}

function hear({ written, removed }: HeardChanges<DatasetRecord>): void {
  const { images } = useDataset.getState();
  const changed = new Map(written.map((record) => [record.id, record]));
  const kept = images.flatMap((image) => {
    const now = changed.get(image.id);
    changed.delete(image.id);
    if (removed.includes(image.id)) return [];
    return now && !typing.has(image.id) && now.caption !== image.caption ? { ...image, caption: now.caption } : image;
  });
  useDataset.setState(({ unsaved }) => ({
    images: inOrder([...kept, ...[...changed.values()].map(shown)]),
    unsaved: unsaved.filter((id) => !removed.includes(id)),
  }));
  for (const { id, url } of images) if (removed.includes(id)) URL.revokeObjectURL(url);
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

/** The fields of an image that is put behind all others, those that other tabs are adding among them. */
export async function newPlace(name: string): Promise<Pick<DatasetRecord, 'id' | 'name' | 'order'>> {
  await loading;
  const last = useDataset.getState().images.at(-1);
  return { id: newRecordId(), name, order: await nextPlace('dataset', last?.order ?? 0) };
}
