/** The open dataset as it is on the page: images of one subject, what is being read, and what was not taken. */
import { create } from 'zustand';
import { StudioError } from '../../contract/errors.ts';
import { renewPngs } from '../../kit/images/storedPng.ts';
import { nextPlace } from '../../kit/records/places.ts';
import type { HeardChanges } from '../../kit/records/RecordStore.ts';
import { cancelled } from '../../kit/worker/outcome.ts';
import { askToKeep } from '../../session/lastingStorage.ts';
import { tellIfNearlyFull } from '../../session/nearlyFull.ts';
import { keep, readKept } from '../../session/noticesStore.ts';
import type { NotTaken } from './brought/notTaken.ts';
import { sameCrop } from './crops/cropGeometry.ts';
import { datasetOf, FIRST_DATASET, type ImageRecord, imageIdsOf, imageRecords, newImageId } from './imageRecords.ts';

interface DatasetState {
  /** Id of the dataset that is open in this tab. */
  open: string;
  loaded: boolean;
  images: ImageRecord[];
  /** Names of files that are being read into it, in order. */
  reading: string[];
  /** How many are being read into others, which were open before. */
  readingElsewhere: number;
  /** Files that did not become an image since this was last dismissed. */
  notTaken: NotTaken[];
  /** Ids of images that storage refused, or the last change of: they are as they are on this page alone. */
  unsaved: readonly string[];
}

export const useDataset = create<DatasetState>(() => ({
  open: FIRST_DATASET,
  loaded: false,
  images: [],
  reading: [],
  readingElsewhere: 0,
  notTaken: [],
  unsaved: [],
}));

/** Unsaved images of datasets that are not open now. */
let aside: ImageRecord[] = [];

const inOrder = (images: readonly ImageRecord[]): ImageRecord[] => [...images].sort((a, b) => a.order - b.order);

/** Shows images that are new or put back, where their dataset is the open one. */
export function showImages(records: readonly ImageRecord[]): void {
  const { open } = useDataset.getState();
  const here = records.filter(({ id }) => datasetOf(id) === open);
  if (here.length === 0) return;
  useDataset.setState(({ images }) => ({ images: inOrder([...images, ...here]) }));
}

/** Keeps images whole, all of them or none: new ones, or those that are put back. */
export async function keepImages(records: readonly ImageRecord[]): Promise<boolean> {
  const stored = await keep(() => imageRecords.writeSome(records));
  noteStored(
    records.map(({ id }) => id),
    stored,
  );
  if (stored) {
    void askToKeep();
    void tellIfNearlyFull();
  }
  return stored;
}

/** Notes whether storage has images as they are on the page. */
export function noteStored(ids: readonly string[], stored: boolean): void {
  useDataset.setState(({ unsaved }) => ({
    unsaved: [...unsaved.filter((id) => !ids.includes(id)), ...(stored ? [] : ids)],
  }));
}

let loading: Promise<unknown> = Promise.resolve();

/** Ends once what was kept is on the page. */
export async function datasetRead(): Promise<void> {
  await loading;
}

/** What is to be read from now on, which `datasetRead` waits for. */
export function reads<T>(read: Promise<T>): Promise<T> {
  loading = read;
  return read;
}

/** Shows a dataset in place of the one that was open: reads its images, and goes on hearing what other tabs do to them. */
export async function showDataset(dataset: string): Promise<void> {
  const { open, images, unsaved } = useDataset.getState();
  if (open !== dataset) {
    aside.push(...images.filter(({ id }) => unsaved.includes(id)));
    const mine = aside.filter(({ id }) => datasetOf(id) === dataset);
    aside = aside.filter((image) => !mine.includes(image));
    useDataset.setState({ open: dataset, loaded: false, images: inOrder(mine), ...readingInto(dataset) });
  }
  await imageRecords.follow(async () => {
    const records = await readImages(dataset);
    void renewPngs(imageRecords, records, ({ bytes }) => bytes);
    // Another one may have been opened meanwhile.
    if (useDataset.getState().open !== dataset) return;
    useDataset.setState(({ images: now }) => {
      const here = new Set(now.map(({ id }) => id));
      const others = records.filter(({ id }) => !here.has(id));
      return { loaded: true, images: inOrder([...others, ...now]) };
    });
  }, hear);
}

/** A dataset's images out of storage, in order. */
async function readImages(dataset: string): Promise<ImageRecord[]> {
  const ids: string[] = [];
  await keep(async () => void ids.push(...(await imageIdsOf(dataset))));
  return (await readKept(imageRecords, ids)).sort((a, b) => a.order - b.order);
}

/** A caption that is being typed here stays: it is about to be written. */
const typing = new Set<string>();

/** Notes that a caption is being typed, or that it has been written. */
export function noteTyping(id: string, on: boolean): void {
  if (on) typing.add(id);
  else typing.delete(id);
}

let heardElsewhere: () => void = () => undefined;

/** Calls whenever another tab changes the images of a dataset that is not open here. */
export function onOtherDatasets(changed: () => void): void {
  heardElsewhere = changed;
}

/** An image of this page as another tab made it by now: the same one where nothing that can be changed differs. */
function changedElsewhere(image: ImageRecord, now: ImageRecord): ImageRecord {
  const caption = typing.has(image.id) ? image.caption : now.caption;
  if (!sameCrop(now.crop, image.crop)) return { ...now, caption };
  return caption === image.caption ? image : { ...image, caption };
}

function hear(changes: HeardChanges<ImageRecord>): void {
  const { images, open } = useDataset.getState();
  const written = changes.written.filter(({ id }) => datasetOf(id) === open);
  const removed = changes.removed.filter((id) => datasetOf(id) === open);
  if (written.length + removed.length < changes.written.length + changes.removed.length) heardElsewhere();
  if (written.length + removed.length === 0) return;
  const changed = new Map(written.map((record) => [record.id, record]));
  const kept = images.flatMap((image) => {
    const now = changed.get(image.id);
    changed.delete(image.id);
    if (removed.includes(image.id)) return [];
    return now ? [changedElsewhere(image, now)] : [image];
  });
  useDataset.setState(({ unsaved }) => ({
    images: inOrder([...kept, ...changed.values()]),
    unsaved: unsaved.filter((id) => !removed.includes(id)),
  }));
}

/**
 * The images of a dataset once it is loaded and all that was added to it has been read.
 * @param dataset the open one unless said
 * @throws StudioError `cancelled` where the signal is aborted before
 */
export async function imagesOnceRead(
  signal: AbortSignal,
  dataset = useDataset.getState().open,
): Promise<readonly ImageRecord[]> {
  await new Promise<void>((resolve, reject) => {
    let unsubscribe = (): void => undefined;
    const end = (): void => {
      unsubscribe();
      signal.removeEventListener('abort', giveUp);
    };
    const giveUp = (): void => {
      end();
      reject(new StudioError(cancelled()));
    };
    const look = ({ open, loaded }: DatasetState): void => {
      if ((open === dataset && !loaded) || files.some((file) => file.dataset === dataset)) return;
      end();
      resolve();
    };
    if (signal.aborted) return giveUp();
    signal.addEventListener('abort', giveUp);
    unsubscribe = useDataset.subscribe(look);
    look(useDataset.getState());
  });
  const { open, images } = useDataset.getState();
  if (open === dataset) return images;
  const unsaved = aside.filter(({ id }) => datasetOf(id) === dataset);
  const stored = (await readImages(dataset)).filter(({ id }) => !unsaved.some((image) => image.id === id));
  return [...stored, ...unsaved].sort((a, b) => a.order - b.order);
}

/** A file on its way into a dataset. */
export interface ReadFile {
  name: string;
  dataset: string;
}

let files: readonly ReadFile[] = [];

function readingInto(dataset: string): Pick<DatasetState, 'reading' | 'readingElsewhere'> {
  const here = files.filter((file) => file.dataset === dataset);
  return { reading: here.map(({ name }) => name), readingElsewhere: files.length - here.length };
}

/** Notes that these files are on their way into a dataset. */
export function startReading(names: readonly string[], dataset: string): ReadFile[] {
  const started = names.map((name) => ({ name, dataset }));
  files = [...files, ...started];
  useDataset.setState(({ open }) => readingInto(open));
  return started;
}

/** Each of them was read, or turned out to be something else. */
export function endReading(ended: readonly ReadFile[]): void {
  files = files.filter((file) => !ended.includes(file));
  useDataset.setState(({ open }) => readingInto(open));
}

export function tellNotTaken(others: readonly NotTaken[]): void {
  if (others.length > 0) useDataset.setState(({ notTaken }) => ({ notTaken: [...notTaken, ...others] }));
}

export function dismissNotTaken(): void {
  useDataset.setState({ notTaken: [] });
}

/** The fields of an image that is put behind all others, those that other tabs are adding among them. */
export async function newPlace(name: string, dataset?: string): Promise<Pick<ImageRecord, 'id' | 'name' | 'order'>> {
  await loading;
  const { open, images } = useDataset.getState();
  const into = dataset ?? open;
  const last = into === open ? images.at(-1) : undefined;
  return { id: newImageId(into), name, order: await nextPlace('dataset', last?.order ?? 0) };
}
