/** Captions of the dataset's images on their way into storage. */
import { Resting } from '../../../kit/timing/Resting.ts';
import { keep } from '../../../session/noticesStore.ts';
import { keepImages, noteStored, noteTyping, useDataset } from '../datasetStore.ts';
import { imageRecords } from '../imageRecords.ts';

/** Milliseconds of rest in typing before a caption is written into storage. */
const CAPTION_REST = 400;
const resting = new Resting(CAPTION_REST, keepCaption);

/** Shows a caption at once, and keeps it a moment after typing rests. */
export function writeCaption(id: string, caption: string): void {
  useDataset.setState(({ images }) => ({
    images: images.map((image) => (image.id === id ? { ...image, caption } : image)),
  }));
  noteTyping(id, true);
  resting.typed(id);
}

/** Keeps at once what is being typed: another dataset is about to be opened, or this one copied. */
export function keepCaptionsNow(): Promise<void> {
  return resting.now();
}

async function keepCaption(id: string): Promise<void> {
  const { images, unsaved } = useDataset.getState();
  const image = images.find((candidate) => candidate.id === id);
  if (image && unsaved.includes(id)) await keepImages([image]);
  else if (image) {
    const { caption } = image;
    noteStored([id], await keep(async () => void (await imageRecords.update(id, (now) => ({ ...now, caption })))));
  }
  if (!resting.waits(id)) noteTyping(id, false);
}
