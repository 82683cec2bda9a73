/** An item's picture in the library: what the model draws with it, small. */
import type { Outcome } from '../../workers/protocol.ts';
import { encodePng } from '../studio/imageClient.ts';
import { outcomeOf } from '../studio/StudioError.ts';
import { draw } from '../studio/studioClient.ts';
import { type LibraryItem, shelfOf, subjectPrompt } from './libraryStore.ts';
import { CREATE_DEFAULTS, SUBJECT_PROMPT } from './starterDefaults.ts';
import { type JobControls, startJob, useStudio } from './studioStore.ts';
import { thumbnailOf } from './thumbnail.ts';

/** Few steps: the picture is seen at a thumb's size. */
const STEPS = 12;
/** Seconds that a picture may take without having been asked for. */
const LONGEST_UNASKED = 20;

/** Draws what the item learnt, in its turn, and keeps the picture with it. */
export function drawThumbnail(item: LibraryItem): Promise<Outcome<void>> {
  const work = async ({ model, report, signal }: JobControls) => {
    const { picture } = await draw(
      {
        settings: {
          ...CREATE_DEFAULTS,
          prompt: subjectPrompt(item) ?? SUBJECT_PROMPT,
          samplingSteps: STEPS,
          size: model.nativeSize,
        },
        adapters: item.method === 'lora' ? [{ adapter: item.adapter, weight: 1 }] : [],
      },
      ({ step, steps, secondsLeft }) => report(step / steps, secondsLeft),
      signal,
    );
    const small = await thumbnailOf(await encodePng(picture, {}));
    if (small) await shelfOf(item).setThumbnail(item.id, small);
  };
  return outcomeOf(() => startJob(`Drawing with “${item.name}” for the library`, false, work).result);
}

/** The same for a new item, where it is soon done; a failure leaves the picture it has. */
export function drawThumbnailIfQuick(item: LibraryItem): void {
  const { opening } = useStudio.getState();
  if (opening.state !== 'ready') return;
  const { guidedStepSeconds, decodeSeconds } = opening.model.timings;
  if (STEPS * guidedStepSeconds + decodeSeconds > LONGEST_UNASKED) return;
  void drawThumbnail(item);
}
