/** A caption that a person writes: shown, kept, and a step that can be undone. */
import { keepCaptionsNow, writeCaption } from './captionWrites.ts';
import { captionRecorder } from './datasetSteps.ts';
import { useDataset } from './datasetStore.ts';

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
