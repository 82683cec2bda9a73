/** The model and its device, and the one job that runs on them, over the page's worker and storage. */
import { create } from 'zustand';
import type { DeviceChoice } from '../contract/device.ts';
import type { ModelInfo } from '../contract/studioWorker.ts';
import { type ModelChoice, readModelChoice, writeModelChoice } from './modelChoice.ts';
import { notify } from './noticesStore.ts';
import { closeStudio, onStudioCrash, openModel } from './studioClient.ts';
import { type Job, type JobControls, StudioFlow } from './studioFlow.ts';
import { reduceStudio } from './studioReducer.ts';
import { STUDIO_AT_FIRST, type StudioState } from './studioState.ts';

export const useStudio = create<StudioState>(() => STUDIO_AT_FIRST);

const flow = new StudioFlow({
  state: useStudio.getState,
  tell: (event) => useStudio.setState((state) => reduceStudio(state, event)),
  openModel,
  closeStudio,
  readChoice: readModelChoice,
  writeChoice: writeModelChoice,
  notify,
});

onStudioCrash((error) => flow.crashed(error));

/** Opens the model chosen on the device chosen; once it is opening or open, again is the same. */
export function openStudio(device?: DeviceChoice): Promise<ModelInfo> {
  return flow.open(device);
}

/** Opens another model as soon as the jobs that were asked for before are done; how it went is seen in the store. */
export function switchModel(choice: ModelChoice): Promise<void> {
  return flow.switchModel(choice);
}

/** Ends an opening that takes too long: the starter is opened instead. */
export function abandonOpening(): void {
  flow.abandonOpening();
}

/** A page that is left on purpose has not ended in the middle of opening a model. */
export function watchModelChoice(): void {
  addEventListener('pagehide', () => flow.leave());
}

/** Tries again after a failure; the outcome is seen in the store. */
export function reopenStudio(): void {
  flow.open().catch(() => undefined);
}

/**
 * Waits for the model while it is opening; where opening has failed, tries once more.
 * @param giveWay what “Cancel” in the status line does, where ending the job there would lose something
 */
export function startJob<T>(
  title: string,
  precious: boolean,
  work: (controls: JobControls) => Promise<T>,
  giveWay?: () => void,
): Job<T> {
  return flow.startJob(title, precious, work, giveWay);
}

/** The model's native size in pixels where it is open. */
export function nativeSize(): number | null {
  const { opening } = useStudio.getState();
  return opening.state === 'ready' ? opening.model.nativeSize : null;
}
