/** Choosing what is drawn over: a file, a picture of the gallery, a mask; and each of them back again. */
import { sha256Of } from '../../../files/sha256.ts';
import { offerUndo } from '../../../kit/components/offerUndo.ts';
import { pngBlob } from '../../../kit/images/storedPng.ts';
import { t } from '../../../kit/language/t.ts';
import { errorInfoOf } from '../../../kit/worker/outcome.ts';
import { maskAt, squareAt } from '../../../session/imageClient.ts';
import type { GalleryRecord } from '../galleryRecords.ts';
import { OVER_AT_FIRST, type OverState, useOver } from './overState.ts';

/** Masks that can be gone back to. */
const MOST_EARLIER = 50;
/** Pixels a side at which a file is tried before it is taken. */
const TRIED_SIZE = 64;

/** Takes a file as the picture to draw over, if it is one. */
export async function takeFile(file: File): Promise<void> {
  try {
    await squareAt(file, TRIED_SIZE);
    put({ source: { file, name: file.name, digest: await sha256Of(file) }, mask: null, earlier: [], error: null });
  } catch (error) {
    useOver.setState({ error: errorInfoOf(error) });
  }
}

/** Takes a picture of the gallery. */
export async function takePicture({ png, settings }: Pick<GalleryRecord, 'png' | 'settings'>): Promise<void> {
  const source = { file: png, name: settings.prompt, digest: await sha256Of(png) };
  put({ source, mask: null, earlier: [], error: null });
}

/** What a picture was drawn over, so that it can be drawn again. */
export function takeAgain(over: NonNullable<GalleryRecord['over']>): void {
  const { picture, digest, mask, strength } = over;
  const source = { file: picture, digest, name: t('The picture that it was drawn over') };
  put({ source, mask, earlier: [], draft: { strength: String(strength) }, error: null });
}

/** Back to pictures that begin with noise alone. */
export function takeAway(): void {
  if (useOver.getState().source) put({ ...OVER_AT_FIRST, draft: useOver.getState().draft });
}

/** Puts another picture there; the one before, with its mask, can be had back. */
function put(next: Partial<OverState>): void {
  const before = useOver.getState();
  useOver.setState(next);
  if (!before.source) return;
  const undo = () => useOver.setState({ ...before, error: null });
  offerUndo(next.source ? t('Another picture is drawn over.') : t('The picture to start from was taken away.'), {
    undo,
  });
}

export function editStrength(strength: string): void {
  useOver.setState({ draft: { strength } });
}

/** Puts another mask in place; null for none. */
export function setMask(mask: Blob | null): void {
  useOver.setState(({ mask: before, earlier }) => ({
    mask,
    earlier: [...earlier, before].slice(-MOST_EARLIER),
    error: null,
  }));
}

export function undoMask(): void {
  useOver.setState(({ earlier }) =>
    earlier.length === 0 ? {} : { mask: earlier.at(-1) ?? null, earlier: earlier.slice(0, -1) },
  );
}

/** @param size that is drawn, in pixels */
export async function takeMaskFile(file: File, size: number): Promise<void> {
  try {
    setMask(pngBlob(await maskAt(file, size)));
  } catch (error) {
    useOver.setState({ error: errorInfoOf(error) });
  }
}
