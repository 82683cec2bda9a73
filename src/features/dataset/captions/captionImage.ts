/** Captions that a person writes: shown, kept, and a step that can be undone. */

import { captionRecorder } from '../datasetSteps.ts';
import { useDataset } from '../datasetStore.ts';
import { keepCaptionsNow, writeCaption } from './captionWrites.ts';

const noteCaption = captionRecorder((id, caption) => {
  writeCaption(id, caption);
  // What is taken back or done again is not being typed.
  void keepCaptionsNow();
});

/** Says what an image shows. Typing is kept a moment after it rests. */
export function captionImage(id: string, caption: string): void {
  const before = useDataset.getState().images.find((image) => image.id === id)?.caption ?? '';
  writeCaption(id, caption);
  noteCaption({ [id]: before }, { [id]: caption });
}

/** Says at once what several images show, as one step. @param captions id of an image → its caption */
export function captionImages(captions: Readonly<Record<string, string>>): void {
  const changed = useDataset.getState().images.filter(({ id }) => id in captions);
  const before = Object.fromEntries(changed.map(({ id, caption }) => [id, caption]));
  const after = Object.fromEntries(changed.map(({ id, caption }) => [id, captions[id] ?? caption]));
  for (const [id, caption] of Object.entries(after)) writeCaption(id, caption);
  // Nothing of it is being typed.
  void keepCaptionsNow();
  noteCaption(before, after);
}
