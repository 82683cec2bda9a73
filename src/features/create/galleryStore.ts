/** The gallery's state on the page, and its pictures over the studio's workers and storage. */
import { create } from 'zustand';
import { CreateSettings } from '../../contract/drawing.ts';
import { type DraftReading, readDraft } from '../../kit/form/draft.ts';
import { remember } from '../../kit/history/history.ts';
import { rememberArrival } from '../../kit/history/rememberArrival.ts';
import { renewPngs } from '../../kit/images/storedPng.ts';
import { t } from '../../kit/language/t.ts';
import { newRecordId } from '../../kit/records/recordId.ts';
import { encodePng } from '../../session/imageClient.ts';
import { askToKeep } from '../../session/lastingStorage.ts';
import { tellIfNearlyFull } from '../../session/nearlyFull.ts';
import { keep, readKept } from '../../session/noticesStore.ts';
import { draw } from '../../session/studioClient.ts';
import { nativeSize, startJob } from '../../session/studioStore.ts';
import { type DrawingDraft, draftOfDrawn, withSize } from '../drawing/fields/drawing.ts';
import { CREATE_DEFAULTS } from '../drawing/settings/drawingDefaults.ts';
import { type NamedAdapter, pngText } from '../drawing/settings/settingsText.ts';
import { chosenAdapters } from '../library/adapterChoice.ts';
import { candidates, foundAdapters, tellMissing } from '../library/knownAdapters.ts';
import { libraryRead, useLibrary } from '../library/libraryStore.ts';
import { GalleryFlow, type PictureOrder, type RemovedPictures } from './galleryFlow.ts';
import { type GalleryRecord, galleryRecords } from './galleryRecords.ts';
import { type GalleryEvent, reduceGallery } from './galleryReducer.ts';
import { GALLERY_AT_FIRST, type GalleryState, type Variations } from './galleryState.ts';
import { overOrder, useOver } from './over/overState.ts';

export const useGallery = create<GalleryState>(() => GALLERY_AT_FIRST);

const tell = (event: GalleryEvent) => useGallery.setState((state) => reduceGallery(state, event));

const flow = new GalleryFlow({
  state: useGallery.getState,
  tell,
  startJob,
  chosenAdapters,
  draw,
  over: overOrder,
  // Few pictures are drawn over others: what they need is fetched for those.
  prepareOver: async (over, size) => (await import('./over/prepareOver.ts')).prepareOver(over, size),
  encode: (picture, settings, provenance) => encodePng(picture, pngText(settings, provenance)),
  records: {
    follow: (read, heard) =>
      galleryRecords.follow(async () => {
        const records = await readKept(galleryRecords);
        read(records);
        void renewPngs(galleryRecords, records, ({ png }) => png);
      }, heard),
    async write(records) {
      if (!(await keep(() => galleryRecords.writeSome(records)))) return;
      void askToKeep();
      void tellIfNearlyFull();
    },
    remove: (ids) => keep(() => galleryRecords.removeSome(ids)),
    mark: (id, favourite) =>
      keep(async () => void (await galleryRecords.update(id, (record) => ({ ...record, favourite })))),
  },
  newId: newRecordId,
  now: Date.now,
});

export function editCreate(change: Partial<DrawingDraft<CreateSettings>>): void {
  tell({ type: 'edited', change });
}

export function readCreate(draft: DrawingDraft<CreateSettings>, native: number | null): DraftReading<CreateSettings> {
  return readDraft(CreateSettings, CREATE_DEFAULTS, withSize(draft, native, CREATE_DEFAULTS.size));
}

export function loadGallery(): Promise<void> {
  return flow.load();
}

/** Draws as many pictures as were chosen, one after the other. */
export function generate(settings: CreateSettings): Promise<void> {
  return flow.vary(settings, useGallery.getState().variations);
}

/** Draws one picture with these adapters, whatever stands in the form. */
export function drawAs(settings: CreateSettings, order: PictureOrder): Promise<void> {
  return flow.drawAs(settings, order);
}

export function chooseVariations(variations: Variations): void {
  tell({ type: 'variations-chosen', variations });
}

export function dismissCreateError(): void {
  tell({ type: 'error-dismissed' });
}

/** Keeps a picture that was made of another one; undone, it goes again. @param what as the step is told of */
export async function addPicture(picture: GalleryRecord, what: string): Promise<void> {
  await flow.add(picture);
  rememberArrival(
    what,
    async () => {
      const removed = await flow.remove([picture.id]);
      return removed.count === 0 ? null : removed;
    },
    '#/create',
  );
}

export function removePictures(ids: readonly string[]): Promise<RemovedPictures> {
  return flow.remove(ids);
}

export async function markPicture(id: string, favourite: boolean): Promise<void> {
  remember(
    favourite ? t('A favourite marked') : t('A favourite’s mark taken away'),
    { undo: () => flow.mark(id, !favourite), again: () => markPicture(id, favourite) },
    '#/create',
  );
  await flow.mark(id, favourite);
}

/** What it takes to draw a picture again. */
interface ReusablePicture {
  settings: CreateSettings;
  adapters: readonly NamedAdapter[];
  over?: GalleryRecord['over'];
}

/**
 * Fills the form with a picture's settings and with what it was drawn over; an adapter that is not in the library any more is
 * named and left out.
 */
export async function reuseSettings({ settings, adapters, over }: ReusablePicture): Promise<void> {
  if (over || useOver.getState().source) {
    const { takeAgain, takeAway } = await import('./over/overSource.ts');
    if (over) takeAgain(over);
    else takeAway();
  }
  await libraryRead();
  const { choices, missing } = foundAdapters(adapters, candidates(useLibrary.getState().adapters));
  editCreate(draftOfDrawn(settings, choices, nativeSize()));
  tellMissing('adapter', missing, t('The picture’s other settings'));
}

/** Pictures that “Vary this” draws. */
const VARIED = 4;

/** Draws a picture anew with the seeds that follow its own; the form stands at its settings then. */
export async function varyPicture(picture: ReusablePicture): Promise<void> {
  await reuseSettings(picture);
  const { settings } = readCreate(useGallery.getState().draft, nativeSize());
  if (settings) await flow.vary({ ...settings, seed: settings.seed + 1 }, VARIED);
}
