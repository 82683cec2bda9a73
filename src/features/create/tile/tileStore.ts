/** The picture that is looked at as a tile, how it is repeated and printed, and the sheet that is made of it. */
import { create } from 'zustand';
import type { ErrorInfo } from '../../../contract/errors.ts';
import type { TileSeams } from '../../../contract/imageWorker.ts';
import { type TileRepeat, TileSettings } from '../../../contract/settings/tileSettings.ts';
import { offerDownload } from '../../../kit/components/offerDownload.ts';
import { type Draft, draftOf, readDraft } from '../../../kit/form/draft.ts';
import { errorInfoOf } from '../../../kit/worker/outcome.ts';
import { measureSeams, repeatTile } from '../../../session/imageClient.ts';
import { pictureName, pngText } from '../../drawing/settings/settingsText.ts';
import type { GalleryRecord } from '../galleryRecords.ts';

const AT_FIRST: TileSettings = { repeat: 'straight', tileWidth: 100, resolution: 300, across: 3, down: 3 };

interface TileState {
  /** Id of the picture; null while the dialog is closed. */
  picture: string | null;
  draft: Draft<TileSettings>;
  /** Null until they are measured. */
  seams: Readonly<Record<TileRepeat, TileSeams>> | null;
  saving: boolean;
  error: ErrorInfo | null;
}

export const useTile = create<TileState>(() => ({
  picture: null,
  draft: draftOf(AT_FIRST),
  seams: null,
  saving: false,
  error: null,
}));

export const readTile = (draft: Draft<TileSettings>) => readDraft(TileSettings, AT_FIRST, draft);

export function editTile(change: Partial<Draft<TileSettings>>): void {
  useTile.setState(({ draft }) => ({ draft: { ...draft, ...change }, error: null }));
}

/** Opens the dialog on a picture. */
export async function openAsTile({ id, png, settings }: GalleryRecord): Promise<void> {
  const { seamless } = settings;
  const repeat = seamless === 'half-drop' || seamless === 'brick' ? seamless : 'straight';
  useTile.setState(({ draft }) => ({ picture: id, draft: { ...draft, repeat }, seams: null, error: null }));
  try {
    const seams = await measureSeams(png);
    if (useTile.getState().picture === id) useTile.setState({ seams });
  } catch (error) {
    useTile.setState({ error: errorInfoOf(error) });
  }
}

export function closeTile(): void {
  useTile.setState({ picture: null, seams: null, error: null });
}

/** Saves the picture repeated; a single tile is repeated once. */
export async function saveTiles({ png, settings: drawn, ...provenance }: GalleryRecord, settings: TileSettings) {
  useTile.setState({ saving: true, error: null });
  try {
    const sheet = await repeatTile(png, settings, pngText(drawn, provenance));
    const name = `${pictureName(drawn.prompt, drawn.seed)}-${sheetText(settings)}.png`;
    offerDownload(sheet.png, name, 'image/png');
  } catch (error) {
    useTile.setState({ error: errorInfoOf(error) });
  } finally {
    useTile.setState({ saving: false });
  }
}

/** e.g. `tile-100-mm`, `half-drop-3-by-2`. */
function sheetText({ repeat, tileWidth, across, down }: TileSettings): string {
  return across * down === 1 ? `tile-${tileWidth}-mm` : `${repeat}-${across}-by-${down}`;
}
