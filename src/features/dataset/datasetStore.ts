/** The dataset: a person's images of one fabric, prepared for training and kept across reloads. */

import * as z from 'zod';
import { create } from 'zustand';
import type { ErrorInfo } from '../../contract/errors.ts';
import { StudioError } from '../../contract/errors.ts';
import { newRecordId } from '../../kit/records/recordId.ts';
import { errorInfoOf } from '../../kit/worker/outcome.ts';
import { prepareImage } from '../../session/imageClient.ts';
import { keep, readKept } from '../../session/noticesStore.ts';
import { type DatasetRecord, datasetRecords } from './datasetRecords.ts';

export interface DatasetImage extends DatasetRecord {
  /** Object URL of the bytes, for the tile. */
  url: string;
}

/** A file that did not become an image, and why. */
export interface FileError {
  id: string;
  name: string;
  error: ErrorInfo;
}

interface DatasetState {
  loaded: boolean;
  images: DatasetImage[];
  /** Names of files that are being read, in order. */
  reading: string[];
  errors: FileError[];
}

export const useDataset = create<DatasetState>(() => ({ loaded: false, images: [], reading: [], errors: [] }));

/** Milliseconds of rest in typing before a caption is written into storage. */
const CAPTION_REST = 400;
const captionTimers = new Map<string, ReturnType<typeof setTimeout>>();

/** What the sample fabrics' list tells: their files, beside it. */
const SampleList = z.object({ images: z.array(z.string()).min(1) });

const shown = (record: DatasetRecord): DatasetImage => ({
  ...record,
  url: URL.createObjectURL(new Blob([record.bytes], { type: 'image/png' })),
});

export async function loadDataset(): Promise<void> {
  const records = await readKept('the dataset', () => datasetRecords.readAll());
  const kept = records.sort((a, b) => a.order - b.order).map(shown);
  useDataset.setState(({ images }) => ({ loaded: true, images: [...kept, ...images] }));
}

/** Takes files one after the other; those that are no usable image are told of, the others join the dataset. */
export async function addImages(files: File[]): Promise<void> {
  useDataset.setState(({ reading }) => ({ reading: [...reading, ...files.map(({ name }) => name)] }));
  for (const file of files) {
    await addImage(file.name, null, async () => file);
  }
}

/** Adds the sample fabrics that are not in the dataset yet. */
export async function addSamples(): Promise<void> {
  const folder = new URL('samples/', document.baseURI);
  try {
    const { images: files } = SampleList.parse(await (await fetched(new URL('samples.json', folder))).json());
    const present = new Set(useDataset.getState().images.map(({ sample }) => sample));
    const missing = files.filter((file) => !present.has(file));
    useDataset.setState(({ reading }) => ({ reading: [...reading, ...missing] }));
    for (const file of missing) {
      await addImage(file, file, async () => (await fetched(new URL(file, folder))).blob());
    }
  } catch (error) {
    addError('Sample fabrics', errorInfoOf(error));
  }
}

export async function removeImage(id: string): Promise<void> {
  const image = useDataset.getState().images.find((candidate) => candidate.id === id);
  if (!image) return;
  useDataset.setState(({ images }) => ({ images: images.filter((candidate) => candidate.id !== id) }));
  URL.revokeObjectURL(image.url);
  await keep(() => datasetRecords.remove(id));
}

/** Says what an image shows. Typing is kept a moment after it rests. */
export function captionImage(id: string, caption: string): void {
  useDataset.setState(({ images }) => ({
    images: images.map((image) => (image.id === id ? { ...image, caption } : image)),
  }));
  clearTimeout(captionTimers.get(id));
  captionTimers.set(
    id,
    setTimeout(() => void keepCaption(id), CAPTION_REST),
  );
}

async function keepCaption(id: string): Promise<void> {
  captionTimers.delete(id);
  const image = useDataset.getState().images.find((candidate) => candidate.id === id);
  if (!image) return;
  const { url: _, ...record } = image;
  await keep(() => datasetRecords.write(record));
}

export function dismissError(id: string): void {
  useDataset.setState(({ errors }) => ({ errors: errors.filter((error) => error.id !== id) }));
}

async function addImage(name: string, sample: string | null, read: () => Promise<Blob>): Promise<void> {
  try {
    const prepared = await prepareImage(await read());
    const last = useDataset.getState().images.at(-1);
    const place = { id: newRecordId(), name, order: (last?.order ?? 0) + 1, sample, caption: '' };
    const record: DatasetRecord = { ...place, ...prepared };
    useDataset.setState(({ images }) => ({ images: [...images, shown(record)] }));
    await keep(() => datasetRecords.write(record));
  } catch (error) {
    addError(name, errorInfoOf(error));
  } finally {
    useDataset.setState(({ reading }) => {
      const place = reading.indexOf(name);
      return { reading: reading.filter((_, index) => index !== place) };
    });
  }
}

function addError(name: string, error: ErrorInfo): void {
  useDataset.setState(({ errors }) => ({ errors: [...errors, { id: newRecordId(), name, error }] }));
}

async function fetched(address: URL): Promise<Response> {
  const response = await fetch(address).catch(() => null);
  if (response?.ok) return response;
  throw new StudioError({
    code: 'model-unavailable',
    message: `The sample could not be fetched (${response ? `answer ${response.status}` : 'no connection'}).`,
    advice: 'Check the connection to the place this page came from and press “Use sample fabrics” again.',
  });
}
