/** What a person does with the dataset's images once they are there: captions, and taking them out. */
import { keep } from '../../session/noticesStore.ts';
import { datasetRecords } from './datasetRecords.ts';
import { useDataset } from './datasetStore.ts';

/** Milliseconds of rest in typing before a caption is written into storage. */
const CAPTION_REST = 400;
const captionTimers = new Map<string, ReturnType<typeof setTimeout>>();

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
