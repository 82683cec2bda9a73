/** An adapter's picture in the library: what it draws, small. */
import type { Outcome } from '../../workers/protocol.ts';
import { encodePng } from '../studio/imageClient.ts';
import { outcomeOf } from '../studio/StudioError.ts';
import { draw } from '../studio/studioClient.ts';
import { adapterById, instancePrompt, setThumbnail } from './libraryStore.ts';
import { CREATE_DEFAULTS, SUBJECT_PROMPT } from './starterDefaults.ts';
import { type JobControls, startJob, useStudio } from './studioStore.ts';
import { thumbnailOf } from './thumbnail.ts';

/** Few steps: the picture is seen at a thumb's size. */
const STEPS = 12;
/** Seconds that a picture may take without having been asked for. */
const LONGEST_UNASKED = 20;

/** Draws the adapter's instance prompt, in its turn, and keeps the picture with it. */
export function drawThumbnail(id: string): Promise<Outcome<void>> {
  const name = adapterById(id)?.name ?? '';
  const work = async ({ model, report, signal }: JobControls) => {
    const record = adapterById(id);
    if (!record) return;
    const { picture } = await draw(
      {
        settings: {
          ...CREATE_DEFAULTS,
          prompt: instancePrompt(record.origin) ?? SUBJECT_PROMPT,
          samplingSteps: STEPS,
          size: model.nativeSize,
        },
        adapters: [{ adapter: record.adapter, weight: 1 }],
      },
      ({ step, steps, secondsLeft }) => report(step / steps, secondsLeft),
      signal,
    );
    const small = await thumbnailOf(await encodePng(picture, {}));
    if (small) await setThumbnail(id, small);
  };
  return outcomeOf(() => startJob(`Drawing with “${name}” for the library`, false, work).result);
}

/** The same for a new adapter, where it is soon done; a failure leaves the picture it has. */
export function drawThumbnailIfQuick(id: string): void {
  const { opening } = useStudio.getState();
  if (opening.state !== 'ready') return;
  const { guidedStepSeconds, decodeSeconds } = opening.model.timings;
  if (STEPS * guidedStepSeconds + decodeSeconds > LONGEST_UNASKED) return;
  void drawThumbnail(id);
}
