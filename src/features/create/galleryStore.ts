/** The gallery: pictures that were drawn, those that are being drawn, and the form they come from. */
import { create } from 'zustand';
import { CreateSettings } from '../../contract/drawing.ts';
import type { ErrorInfo } from '../../contract/errors.ts';
import { type DraftReading, draftOf, readDraft } from '../../kit/form/draft.ts';
import { newRecordId } from '../../kit/records/recordId.ts';
import { errorInfoOf, isCancelled } from '../../kit/worker/outcome.ts';
import { encodePng } from '../../session/imageClient.ts';
import { keep, readKept } from '../../session/noticesStore.ts';
import { draw } from '../../session/studioClient.ts';
import { type JobControls, nativeSize, startJob } from '../../session/studioStore.ts';
import { type DrawingDraft, draftOfDrawn, NATIVE_SIZE, sized, withSize } from '../drawing/fields/drawing.ts';
import { CREATE_DEFAULTS } from '../drawing/settings/drawingDefaults.ts';
import { type NamedAdapter, pngText } from '../drawing/settings/settingsText.ts';
import { chosenAdapters } from '../library/adapterChoice.ts';
import { useLibrary } from '../library/libraryStore.ts';
import { type GalleryRecord, galleryRecords } from './galleryRecords.ts';

export interface GalleryPicture extends GalleryRecord {
  /** Object URL of the PNG. */
  url: string;
}

/** A picture that waits for its turn or is being drawn. */
export interface PendingPicture {
  id: string;
  prompt: string;
  /** 0 to 1; null while it waits. */
  fraction: number | null;
  cancel: () => void;
}

interface GalleryState {
  draft: DrawingDraft<CreateSettings>;
  /** Newest first, at most GALLERY_LENGTH. */
  pictures: GalleryPicture[];
  /** In the order they were asked for. */
  pending: PendingPicture[];
  /** Why the last picture failed. */
  error: ErrorInfo | null;
}

/** Pictures that are kept; the oldest make room. */
export const GALLERY_LENGTH = 24;

export const useGallery = create<GalleryState>(() => ({
  draft: { ...draftOf(CREATE_DEFAULTS), size: NATIVE_SIZE, adapters: [] },
  pictures: [],
  pending: [],
  error: null,
}));

export function editCreate(change: Partial<DrawingDraft<CreateSettings>>): void {
  useGallery.setState(({ draft }) => ({ draft: { ...draft, ...change } }));
}

export function readCreate(draft: DrawingDraft<CreateSettings>, native: number | null): DraftReading<CreateSettings> {
  return readDraft(CreateSettings, CREATE_DEFAULTS, withSize(draft, native, CREATE_DEFAULTS.size));
}

export async function loadGallery(): Promise<void> {
  const records = await readKept('the gallery', () => galleryRecords.readAll());
  useGallery.setState(({ pictures }) => ({ pictures: [...pictures, ...records.map(shown)].sort(newestFirst) }));
  await dropOldest();
}

/** Draws one picture; several may be asked for, they are drawn one after the other. */
export async function generate(settings: CreateSettings): Promise<void> {
  const { draft } = useGallery.getState();
  const chosen = chosenAdapters(draft.adapters);
  const id = newRecordId();
  const work = async (controls: JobControls) => {
    const { adapters, named } = await chosen;
    const final = sized(settings, draft.size, controls.model);
    const onProgress = (step: number, steps: number, secondsLeft: number | null) => {
      controls.report(step / steps, secondsLeft);
      progress(id, step / steps);
    };
    const { picture, seconds } = await draw(
      { settings: final, adapters },
      ({ step, steps, secondsLeft }) => onProgress(step, steps, secondsLeft),
      controls.signal,
    );
    const provenance = { model: controls.model.name, adapters: named };
    const png = await encodePng(picture, pngText(final, provenance));
    await addPicture({ id, createdAt: Date.now(), settings: final, seconds, png, ...provenance });
  };
  const { result, cancel } = startJob('Drawing a picture', false, work);
  const pending: PendingPicture = { id, prompt: settings.prompt, fraction: null, cancel };
  useGallery.setState((state) => ({ pending: [...state.pending, pending], error: null }));
  try {
    await Promise.all([chosen, result]);
  } catch (error) {
    if (!isCancelled(error)) useGallery.setState({ error: errorInfoOf(error) });
  } finally {
    useGallery.setState((state) => ({ pending: state.pending.filter((other) => other.id !== id) }));
  }
}

export async function removePicture(id: string): Promise<void> {
  const picture = useGallery.getState().pictures.find((candidate) => candidate.id === id);
  if (!picture) return;
  useGallery.setState(({ pictures }) => ({ pictures: pictures.filter((other) => other.id !== id) }));
  URL.revokeObjectURL(picture.url);
  await keep(() => galleryRecords.remove(id));
}

/** What it takes to draw a picture again. */
interface ReusablePicture {
  settings: CreateSettings;
  adapters: readonly NamedAdapter[];
}

/** Fills the form with a picture's settings; its adapters are found by name, since they may have been deleted. */
export function reuseSettings({ settings, adapters }: ReusablePicture): void {
  const { adapters: library } = useLibrary.getState();
  useGallery.setState({ draft: draftOfDrawn(settings, adapters, nativeSize(), library) });
}

async function addPicture(record: GalleryRecord): Promise<void> {
  useGallery.setState(({ pictures }) => ({ pictures: [shown(record), ...pictures] }));
  await keep(() => galleryRecords.write(record));
  await dropOldest();
}

async function dropOldest(): Promise<void> {
  for (const { id } of useGallery.getState().pictures.slice(GALLERY_LENGTH)) await removePicture(id);
}

function progress(id: string, fraction: number): void {
  useGallery.setState(({ pending }) => ({
    pending: pending.map((picture) => (picture.id === id ? { ...picture, fraction } : picture)),
  }));
}

const newestFirst = (a: GalleryRecord, b: GalleryRecord) => b.createdAt - a.createdAt;

const shown = (record: GalleryRecord): GalleryPicture => ({
  ...record,
  url: URL.createObjectURL(new Blob([record.png], { type: 'image/png' })),
});
