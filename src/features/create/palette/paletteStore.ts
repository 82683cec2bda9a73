/** The picture whose colours are held against the cloth's, how far they are pulled, and what came of it. */
import { create } from 'zustand';
import { type ErrorInfo, studioError } from '../../../contract/errors.ts';
import type { Palette } from '../../../contract/pictures/palette.ts';
import { PullSettings } from '../../../contract/settings/pullSettings.ts';
import { type Draft, draftOf, readDraft } from '../../../kit/form/draft.ts';
import { pngBlob } from '../../../kit/images/storedPng.ts';
import { t } from '../../../kit/language/t.ts';
import { newRecordId } from '../../../kit/records/recordId.ts';
import { paced } from '../../../kit/timing/paced.ts';
import { errorInfoOf } from '../../../kit/worker/outcome.ts';
import { coloursNear, pullColours } from '../../../session/imageClient.ts';
import { clothColours } from '../../dataset/colours/clothColours.ts';
import { datasetRead } from '../../dataset/datasetStore.ts';
import { pngText } from '../../drawing/settings/settingsText.ts';
import type { GalleryRecord } from '../galleryRecords.ts';
import { addPicture } from '../galleryStore.ts';

const AT_FIRST: PullSettings = { strength: 80 };
/** Milliseconds between two pictures that are pulled while the slider moves. */
const PULL_INTERVAL = 150;

/** A picture with its colours as they were measured. */
export interface Pulled {
  png: Blob;
  palette: Palette;
  strength: number;
}

interface PaletteState {
  /** Null while the dialog is closed. */
  picture: GalleryRecord | null;
  draft: Draft<PullSettings>;
  /** Null until they are measured. */
  cloth: Palette | null;
  drawn: Palette | null;
  /** The last that was pulled. */
  pulled: Pulled | null;
  error: ErrorInfo | null;
}

const CLOSED = { picture: null, cloth: null, drawn: null, pulled: null, error: null };

export const usePalette = create<PaletteState>(() => ({ ...CLOSED, draft: draftOf(AT_FIRST) }));

export const readPull = (draft: Draft<PullSettings>) => readDraft(PullSettings, AT_FIRST, draft);

/** Opens the dialog on a picture. */
export async function openPalette(picture: GalleryRecord): Promise<void> {
  usePalette.setState({ ...CLOSED, picture });
  await tried(picture, async () => {
    await datasetRead();
    const cloth = await clothColours();
    if (!cloth) throw noCloth();
    const drawn = await coloursNear(picture.png, cloth);
    if (isOpen(picture)) usePalette.setState({ cloth, drawn });
    await pull();
  });
}

export function closePalette(): void {
  usePalette.setState(CLOSED);
}

export function editPull(change: Partial<Draft<PullSettings>>): void {
  usePalette.setState(({ draft }) => ({ draft: { ...draft, ...change }, error: null }));
  pulling.offer(null);
}

/** Keeps the pulled picture in the gallery, beside the one that it was made of. */
export async function keepPulled(picture: GalleryRecord, { png, strength }: Pulled): Promise<void> {
  const { favourite: _, ...rest } = picture;
  const beside = { ...rest, id: newRecordId(), createdAt: picture.createdAt + 1, png, pulled: strength };
  closePalette();
  await addPicture(beside, t('A picture with the cloth’s colours'));
}

const isOpen = ({ id }: GalleryRecord) => usePalette.getState().picture?.id === id;

let busy: Promise<void> = Promise.resolve();
const pulling = paced<null>(PULL_INTERVAL, () => {
  busy = busy.then(pull);
});

/** Pulls the open picture as far as the form says by now. */
async function pull(): Promise<void> {
  const { picture, drawn, cloth, draft, pulled } = usePalette.getState();
  const { settings } = readPull(draft);
  if (!picture || !drawn || !cloth || !settings) return;
  const { strength } = settings;
  if (pulled?.strength === strength) return;
  await tried(picture, async () => {
    const text = pngText(picture.settings, { ...picture, pulled: strength });
    const png = pngBlob(await pullColours(picture.png, { own: drawn, cloth }, strength / 100, text));
    const palette = await coloursNear(png, cloth);
    if (isOpen(picture)) usePalette.setState({ pulled: { png, palette, strength } });
  });
}

async function tried(picture: GalleryRecord, work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    if (isOpen(picture)) usePalette.setState({ error: errorInfoOf(error) });
  }
}

function noCloth() {
  return studioError(
    'no-images',
    t('The open dataset has no images, so there is no cloth to hold the colours against.'),
    t('Add photographs of the cloth in Dataset, or open the dataset that has them.'),
  );
}
