/** An item's picture in the library: what the model draws with it, small. */
import type { SamplingSettings } from '../../contract/drawing.ts';
import type { Outcome } from '../../contract/errors.ts';
import { outcomeOf } from '../../contract/outcome.ts';
import type { ModelInfo } from '../../contract/studioWorker.ts';
import { thumbnailOf } from '../../kit/images/thumbnail.ts';
import { t } from '../../kit/language/t.ts';
import { errorInfoOf } from '../../kit/worker/outcome.ts';
import { encodePng } from '../../session/imageClient.ts';
import { draw } from '../../session/studioClient.ts';
import type { JobControls } from '../../session/studioFlow.ts';
import { startJob, useStudio } from '../../session/studioStore.ts';
import { CREATE_DEFAULTS, SUBJECT_PROMPT } from '../drawing/settings/drawingDefaults.ts';
import { pictureSeconds } from '../drawing/settings/pictureEstimate.ts';
import { defaultSampling, picturePresets, SKETCH_STEPS } from '../drawing/settings/samplingPresets.ts';
import { type LibraryItem, subjectPrompt } from './libraryState.ts';
import { setThumbnail } from './libraryStore.ts';

/** Seconds that a picture may take without having been asked for. */
const LONGEST_UNASKED = 20;

/** How an item is drawn for its picture; a few-step adapter shows itself in its few steps. */
function wayOf(item: LibraryItem, model: ModelInfo): SamplingSettings {
  return item.method === 'lora' && item.fewSteps ? picturePresets(model).quick : defaultSampling(model, SKETCH_STEPS);
}

/** Draws what the item learnt, in its turn, and keeps the picture with it. */
export function drawThumbnail(item: LibraryItem): Promise<Outcome<void>> {
  const work = async ({ model, report, signal }: JobControls) => {
    const { picture } = await draw(
      {
        settings: {
          ...CREATE_DEFAULTS,
          prompt: subjectPrompt(item) ?? SUBJECT_PROMPT,
          ...wayOf(item, model),
          size: model.nativeSize,
        },
        adapters: item.method === 'lora' ? [{ id: item.id, weight: 1 }] : [],
      },
      ({ step, steps, secondsLeft }) => report(step / steps, secondsLeft),
      signal,
    );
    const small = await thumbnailOf(await encodePng(picture, {}));
    if (small) await setThumbnail(item.id, small);
  };
  return outcomeOf(
    () => startJob(t('Drawing with “{name}” for the library', { name: item.name }), false, work).result,
    errorInfoOf,
  );
}

/** The same for a new item, where it is soon done; a failure leaves the picture it has. */
export function drawThumbnailIfQuick(item: LibraryItem): void {
  const { opening } = useStudio.getState();
  if (opening.state !== 'ready') return;
  const { model } = opening;
  if (pictureSeconds({ ...wayOf(item, model), size: model.nativeSize }, model) > LONGEST_UNASKED) return;
  void drawThumbnail(item);
}
