/** Gathers what a bundle is made of: of the form and the dataset as they are, or of a run that was broken off. */
import { studioError } from '../../../../contract/errors.ts';
import { LORA_SETTINGS } from '../../../../contract/settings/loraSettings.ts';
import type { ModelInfo } from '../../../../contract/studioWorker.ts';
import type { TrainSettings } from '../../../../contract/training.ts';
import { fingerprintOf } from '../../../../files/fingerprintOf.ts';
import { readRunState } from '../../../../files/runStates.ts';
import { storedFiles } from '../../../../files/storedFiles.ts';
import { newRecordId } from '../../../../kit/records/recordId.ts';
import { readKept } from '../../../../session/noticesStore.ts';
import { shapeOfRun } from '../../../../session/studioClient.ts';
import { openStudio } from '../../../../session/studioStore.ts';
import { imagesOfRun as imagesOfDataset, openedDataset } from '../../../dataset/subjects/runImages.ts';
import { classDrawing, defaultSampling, SKETCH_STEPS } from '../../../drawing/settings/samplingPresets.ts';
import type { RunRecord } from '../../../library/records/runRecords.ts';
import { asksForOwn, usesClassImages } from '../../classImages/askedClassImages.ts';
import { classImageId, classImageRecords } from '../../classImages/classImageRecords.ts';
import { classSamplingOf } from '../../classImages/classSampling.ts';
import { classSetFor } from '../../classImages/classSets.ts';
import { requireOwnClassImages } from '../../classImages/ownClassImages.ts';
import type { PictureToLearn } from '../../queue/queuedRun.ts';
import { imagesOfRun } from '../../queue/queueHere.ts';
import { settingsWithOwn } from '../../run/trainRequest.ts';
import { checkpointOf } from '../../unfinished/unfinishedRuns.ts';
import type { Going } from '../going.ts';
import { modelSources } from './modelFiles.ts';
import type { BundleSources, SourcePicture } from './sources.ts';
import { xlBundleModel, xlModel, xlSize } from './xlModel.ts';

/** @throws StudioError where something of it is missing: the model, an image, a checkpoint, class images of one's own */
export async function gatherSources(going: Going, signal: AbortSignal): Promise<BundleSources> {
  return going.base === '' ? openModelSources(going, signal) : xlSources(going, signal);
}

/** A run on Stable Diffusion XL begins elsewhere: of the studio it has the pictures and the settings. */
async function xlSources({ settings: asked, base, sweep }: Going, signal: AbortSignal): Promise<BundleSources> {
  const model = await xlModel(base, signal);
  const dataset = openedDataset();
  const pictures = formPictures(await imagesOfDataset(dataset, null, signal));
  const { classImages, own } = asksForOwn(asked) ? ownClassImagesOf(null) : NO_CLASS_IMAGES;
  const settings = settingsWithOwn(asked, own);
  return {
    id: newRecordId(),
    settings,
    dataset,
    shape: { size: xlSize(settings, model), modules: null, predicts: model.predicts },
    model: xlBundleModel(model),
    modelFiles: [],
    pictures,
    classImages,
    classDrawing: classDrawing(null, null),
    sampleDrawing: defaultSampling(null, SKETCH_STEPS),
    sweep: sweep ?? null,
    state: null,
  };
}

async function openModelSources(
  { settings: asked, record, sweep }: Going,
  signal: AbortSignal,
): Promise<BundleSources> {
  const model = await openStudio();
  const dataset = record ? (record.dataset ?? null) : openedDataset();
  const images = await imagesOfRun(record?.id ?? null, dataset, record, signal);
  const pictures = await picturesOf(images, record, model);
  const { classImages, own } = classImagesOf(asked, record, model);
  const settings = settingsWithOwn(asked, own);
  return {
    id: record?.id ?? newRecordId(),
    settings,
    dataset,
    shape: await shapeOfRun(settings),
    ...(await modelSources(model)),
    pictures,
    classImages,
    // A few-step adapter stays here: what is missing is drawn the model's own way.
    classDrawing: classDrawing(model, null),
    sampleDrawing: defaultSampling(model, SKETCH_STEPS),
    sweep: sweep ?? null,
    state: record && (await stateOf(record)),
  };
}

/** The dataset, or of an unfinished run the images that it learns from, with their captions as they were. */
async function picturesOf(
  images: readonly PictureToLearn[],
  record: RunRecord | null,
  model: ModelInfo,
): Promise<SourcePicture[]> {
  if (!record) return formPictures(images);
  if (images.length === 0) throw noImages();
  const { identity } = record;
  if (identity.model !== model.fingerprint) {
    throw studioError(
      'adapter-mismatch',
      'This run was begun with another model.',
      'Open the model that it was begun with, and write the bundle then.',
    );
  }
  const byFingerprint = new Map<string, PictureToLearn>();
  for (const image of images) byFingerprint.set(await fingerprintOf(image.bytes), image);
  return identity.images.map((known, index) => {
    const image = byFingerprint.get(known);
    if (image) return { name: image.name, bytes: image.bytes, caption: identity.captions[index] ?? '' };
    throw studioError(
      'no-images',
      'An image that this run learns from is no longer in the dataset.',
      'Add the same files again, and write the bundle then.',
    );
  });
}

function formPictures(images: readonly PictureToLearn[]): SourcePicture[] {
  if (images.length === 0) throw noImages();
  return images.map(({ name, caption, bytes }) => ({ name, caption, bytes }));
}

const noImages = () => studioError('no-images', 'There are no images to learn from.', 'Add some under Dataset.');

interface SourceClassImages {
  classImages: BundleSources['classImages'];
  /** Ids of a person's own. */
  own: string[] | null;
}

const NO_CLASS_IMAGES: SourceClassImages = {
  classImages: { count: 0, read: () => Promise.reject(gone()) },
  own: null,
};

function ownClassImagesOf(record: RunRecord | null): SourceClassImages {
  const own = requireOwnClassImages(record?.ownClassImages ?? null).slice(0, LORA_SETTINGS.classImages.limits.max);
  const read = async (index: number) => own[index]?.png ?? Promise.reject(gone());
  return { classImages: { count: own.length, read }, own: own.map(({ id }) => id) };
}

/** Read one by one, when it is their turn. */
function classImagesOf(settings: TrainSettings, record: RunRecord | null, model: ModelInfo): SourceClassImages {
  if (asksForOwn(settings)) return ownClassImagesOf(record);
  if (!usesClassImages(settings)) return NO_CLASS_IMAGES;
  const { id, count } = classSetFor(
    model,
    settings.classPrompt,
    settings.resolution,
    classSamplingOf(settings, model, record),
  );
  const read = async (index: number) => {
    const [image] = await readKept(classImageRecords, [classImageId(id, index)]);
    if (image) return image.png;
    throw gone();
  };
  return { classImages: { count, read }, own: null };
}

function gone() {
  return studioError(
    'no-images',
    'A class image that was drawn before can no longer be read.',
    'Clear the kept class images under Train, and write the bundle again.',
  );
}

async function stateOf(record: RunRecord): Promise<BundleSources['state']> {
  const checkpoint = await checkpointOf(record);
  if (!checkpoint || checkpoint.step === 0) return null;
  const { step, losses, evaluations, seconds } = checkpoint;
  const state = checkpoint.state ?? (await readRunState(storedFiles, record.id, step));
  return { state, losses, evaluations, seconds };
}
