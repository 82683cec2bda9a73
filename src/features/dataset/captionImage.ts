/** Captions of the dataset's images, as they are typed. */
import { Resting } from '../../kit/timing/Resting.ts';
import { keep } from '../../session/noticesStore.ts';
import { captionRecorder } from './datasetSteps.ts';
import { keepImages, noteStored, noteTyping, useDataset } from './datasetStore.ts';
import { imageRecords } from './imageRecords.ts';

/** Milliseconds of rest in typing before a caption is written into storage. */
const CAPTION_REST = 400;
const resting = new Resting(CAPTION_REST, keepCaption);

const noteCaption = captionRecorder((id, caption) => captionImage(id, caption));

/** Says what an image shows. Typing is kept a moment after it rests. */
export function captionImage(id: string, caption: string): void {
  const before = useDataset.getState().images.find((image) => image.id === id)?.caption ?? '';
  useDataset.setState(({ images }) => ({
    images: images.map((image) => (image.id === id ? { ...image, caption } : image)),
  }));
  noteCaption({ [id]: before }, { [id]: caption });
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
