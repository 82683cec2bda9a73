/** Captions of the dataset's images, as they are typed. */
import { keep } from '../../session/noticesStore.ts';
import { datasetRecords } from './datasetRecords.ts';
import { keepImages, noteStored, noteTyping, useDataset } from './datasetStore.ts';

/** Milliseconds of rest in typing before a caption is written into storage. */
const CAPTION_REST = 400;
const captionTimers = new Map<string, ReturnType<typeof setTimeout>>();

/** Says what an image shows. Typing is kept a moment after it rests. */
export function captionImage(id: string, caption: string): void {
  useDataset.setState(({ images }) => ({
    images: images.map((image) => (image.id === id ? { ...image, caption } : image)),
  }));
  noteTyping(id, true);
  clearTimeout(captionTimers.get(id));
  captionTimers.set(
    id,
    setTimeout(() => void keepCaption(id), CAPTION_REST),
  );
}

async function keepCaption(id: string): Promise<void> {
  captionTimers.delete(id);
  const { images, unsaved } = useDataset.getState();
  const image = images.find((candidate) => candidate.id === id);
  if (image && unsaved.includes(id)) await keepImages([image]);
  else if (image) {
    const { caption } = image;
    noteStored([id], await keep(async () => void (await datasetRecords.update(id, (now) => ({ ...now, caption })))));
  }
  if (!captionTimers.has(id)) noteTyping(id, false);
}
