/** A training run as the page asks for it: its images read, an unfinished one known again, then trained. */

import {
  type CaptionedPicture,
  type DreamBoothEvent,
  type Job,
  type Model,
  trainDreamBooth,
  trainTextualInversion,
} from '@weft/engine';
import { ClassDrawing, type LoraAdapter, type StoredLora } from '../../src/contract/adapters.ts';
import { type Picture, SamplingSettings } from '../../src/contract/drawing.ts';
import { studioError } from '../../src/contract/errors.ts';
import { say } from '../../src/contract/message.ts';
import { type RunCheckpoint, type RunIdentity, TrainState, type UnfinishedRun } from '../../src/contract/runs/runs.ts';
import type { TrainEvent, TrainImage, TrainRequest, TrainResult } from '../../src/contract/trainingJob.ts';
import type { FileStore } from '../../src/files/FileStore.ts';
import { fingerprintOf } from '../../src/files/fingerprintOf.ts';
import { readRunState } from '../../src/files/runStates.ts';
import { decodePicture } from '../shared/decodePicture.ts';
import type { AdapterStore } from './adapters/AdapterStore.ts';
import { parseSettings } from './explainErrors.ts';
import { isFiniteState, LossWatch } from './finiteNumbers.ts';
import { RunStates } from './RunStates.ts';
import { sizeOfRun } from './shapeOfRun.ts';

/** Where a run keeps what it makes on its way. */
export interface RunPlaces {
  adapters: AdapterStore;
  files: FileStore;
}

/**
 * Trains until done or stopped. Throws StudioError where there are no images, or where an unfinished run's, or its
 * checkpoint, are gone.
 */
export async function trainRun(
  model: Model,
  { adapters, files }: RunPlaces,
  { id, images, classImages, unfinished, ...request }: TrainRequest,
  job: Job,
  onEvent: (event: TrainEvent) => void,
): Promise<TrainResult> {
  const settings = { ...request.settings, sampleDrawing: parseSettings(SamplingSettings, request.sampleDrawing) };
  if (images.length === 0 && !unfinished) {
    throw studioError(
      'no-images',
      'There are no images to learn from.',
      'Add about ten photographs of your fabric under Dataset.',
    );
  }
  const named: (TrainImage & { name: string })[] = [];
  for (const image of images) named.push({ ...image, name: await fingerprintOf(image.bytes) });
  const chosen = unfinished ? imagesAgain(named, unfinished, model) : named;
  const identity: RunIdentity = {
    model: model.fingerprint,
    images: chosen.map(({ name }) => name),
    captions: chosen.map(({ caption }) => caption),
  };
  onEvent({ phase: 'begin', identity });

  const size = sizeOfRun(settings, model);
  const decoded = await decodeAll(
    chosen.map(({ bytes }) => bytes),
    size,
  );
  const pictures: CaptionedPicture[] = decoded.map((picture, i) => ({ ...picture, caption: chosen[i]?.caption ?? '' }));
  const state = unfinished?.checkpoint ? await stateOf(id, unfinished.checkpoint, files) : null;
  const states = new RunStates(files, id, onEvent);
  const watch = new LossWatch(state?.trainer.step ?? null);
  /** One checkpoint's numbers after the other, while the run goes on. */
  let storing: Promise<void> = Promise.resolve();
  const hear = (event: DreamBoothEvent) => {
    if (event.phase !== 'checkpoint') {
      // Told first: the curve ends with what was measured.
      onEvent(event);
      if (event.phase === 'train') watch.steps(event.losses, event.skippedSteps);
      if (event.phase === 'evaluation') watch.evaluation(event.point);
      return;
    }
    const { theta, state: reached } = event;
    watch.checkpoint(reached, theta);
    if (settings.method === 'lora' && settings.keepCheckpoints) {
      const { step } = reached.trainer;
      storing = storing.then(async () => {
        const error = await adapters.storeStep(id, step, theta);
        // Heard of before the run's result, which comes by another way.
        await onEvent({ phase: 'kept', step, error });
      });
    }
    states.write(reached);
  };
  const settled = async () => {
    await storing;
    await states.settled();
  };
  switch (settings.method) {
    case 'lora': {
      const classPictures = await decodeAll(classImages.slice(0, settings.classImages), size);
      const asked = parseSettings(ClassDrawing, request.classDrawing);
      const classDrawing = { ...asked, adapters: await adapters.readAll(asked.adapters) };
      const lora = { ...settings, classDrawing };
      const start = { classPictures, state };
      const { adapter, ...course } = await trainDreamBooth(model, pictures, lora, job, hear, start).finally(settled);
      watch.result(adapter.theta, course.stepsTaken);
      // Nothing learnt, nothing kept.
      const stored = course.stepsDone === 0 ? unstored(adapter) : await adapters.store(id, adapter);
      return { ...course, item: { method: 'lora', ...stored, fewSteps: false } };
    }
    case 'textual-inversion': {
      const { embedding, ...course } = await trainTextualInversion(model, pictures, settings, job, hear, state).finally(
        settled,
      );
      watch.result(embedding.vectors, course.stepsTaken);
      return { ...course, item: { method: 'embedding', embedding } };
    }
  }
}

/** Where an unfinished run goes on from. */
async function stateOf(id: string, { step, state }: RunCheckpoint, files: FileStore): Promise<TrainState> {
  const read = state ? parseSettings(TrainState, state) : await readRunState(files, id, step);
  if (isFiniteState(read)) return read;
  throw studioError(
    'diverged',
    say('The run’s checkpoint at step {step} holds values that are no numbers: it had gone astray before.', { step }),
    'Discard the run, and start it again with a third of the learning rate.',
  );
}

/** What is known of an adapter that nobody keeps. */
function unstored({ theta, ...layers }: LoraAdapter): StoredLora {
  return { adapter: { ...layers, bytes: theta.byteLength }, unkept: null };
}

async function decodeAll(images: readonly (Blob | ArrayBuffer)[], size: number): Promise<Picture[]> {
  const pictures: Picture[] = [];
  for (const bytes of images) pictures.push(await decodePicture(bytes, size));
  return pictures;
}

/** The images of an unfinished run with their captions as they were, in its order, whatever else the dataset holds by now. */
function imagesAgain<T extends { name: string; caption: string }>(
  present: readonly T[],
  { identity }: UnfinishedRun,
  model: Model,
): T[] {
  if (identity.model !== model.fingerprint) {
    throw studioError(
      'adapter-mismatch',
      'This run was begun with another model.',
      'Open the model that it was begun with, or discard the run.',
    );
  }
  const found = identity.images.flatMap((name, index) => {
    const image = present.find((candidate) => candidate.name === name);
    return image ? [{ ...image, caption: identity.captions[index] ?? '' }] : [];
  });
  const missing = identity.images.length - found.length;
  if (missing > 0) {
    throw studioError(
      'no-images',
      missing === 1
        ? 'An image that this run learns from is no longer in the dataset.'
        : say('{missing} images that this run learns from are no longer in the dataset.', { missing }),
      'Add the same files again, or discard the run.',
    );
  }
  return found;
}
