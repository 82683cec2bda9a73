/** Small pictures of seeds, drawn with few steps: enough to choose keyframes by sight. */
import { create } from 'zustand';
import { draw } from '../../../session/studioClient.ts';
import { nativeSize, startJob } from '../../../session/studioStore.ts';
import { chosenAdapters } from '../../library/adapterChoice.ts';
import type { MorphForm } from '../morphForm.ts';
import { SeedPreviewFlow } from './seedPreviewFlow.ts';
import { PREVIEWS_AT_FIRST, reducePreviews, type SeedPreviews } from './seedPreviewReducer.ts';

export const useSeedPreviews = create<SeedPreviews>(() => PREVIEWS_AT_FIRST);

const flow = new SeedPreviewFlow({
  state: useSeedPreviews.getState,
  tell: (event) => useSeedPreviews.setState((state) => reducePreviews(state, event)),
  startJob,
  nativeSize,
  chosenAdapters,
  draw: (request, signal) => draw(request, () => undefined, signal),
});

/** Draws the seeds that are offered and the keyframes' own, as far as they lack a picture of this subject. */
export function drawPreviews(form: MorphForm, more: boolean): Promise<void> {
  return flow.draw(form, more);
}

export function cancelPreviews(): void {
  flow.cancel();
}
