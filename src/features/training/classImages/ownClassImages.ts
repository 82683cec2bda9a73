/** Class images of a person's own, in place of those that the model draws. */

import { create } from 'zustand';
import type { ErrorInfo } from '../../../contract/errors.ts';
import { StudioError } from '../../../contract/errors.ts';
import { offerUndo } from '../../../kit/components/offerUndo.ts';
import { t } from '../../../kit/language/t.ts';
import { nextPlace } from '../../../kit/records/places.ts';
import { newRecordId } from '../../../kit/records/recordId.ts';
import { errorInfoOf } from '../../../kit/worker/outcome.ts';
import { prepareImage } from '../../../session/imageClient.ts';
import { keep, readKept } from '../../../session/noticesStore.ts';
import { type OwnClassImage, ownClassImageRecords } from './classImageRecords.ts';

export type { OwnClassImage };

interface OwnClassImagesState {
  /** In the order in which they were added. */
  images: readonly OwnClassImage[];
  /** Names of files that are being read. */
  reading: readonly string[];
  /** Files that did not become an image, and why. */
  errors: readonly { id: string; name: string; error: ErrorInfo }[];
}

export const useOwnClassImages = create<OwnClassImagesState>(() => ({ images: [], reading: [], errors: [] }));

/** Ends once what was kept is on the page. */
let loading: Promise<void> = Promise.resolve();

/** Reads what is kept, and goes on hearing what other tabs do to it. */
export function loadOwnClassImages(): Promise<void> {
  const load = async () => put(await readKept(ownClassImageRecords));
  loading = ownClassImageRecords.follow(load, ({ written, removed }) => {
    put(written);
    takeOut(removed);
  });
  return loading;
}

function put(added: readonly OwnClassImage[]): void {
  useOwnClassImages.setState(({ images }) => {
    const others = added.filter(({ id }) => !images.some((image) => image.id === id));
    return { images: [...images, ...others].sort((a, b) => a.order - b.order) };
  });
}

function takeOut(ids: readonly string[]): void {
  useOwnClassImages.setState(({ images }) => ({ images: images.filter(({ id }) => !ids.includes(id)) }));
}

/** Takes files one after the other; those that are no usable image are told of. */
export async function addOwnClassImages(files: readonly File[]): Promise<void> {
  useOwnClassImages.setState(({ reading }) => ({ reading: [...reading, ...files.map(({ name }) => name)] }));
  for (const file of files) {
    try {
      const { bytes } = await prepareImage(file);
      await loading;
      const last = useOwnClassImages.getState().images.at(-1);
      const order = await nextPlace(t('own class images'), last?.order ?? 0);
      const image = { id: newRecordId(), name: file.name, order, png: bytes };
      put([image]);
      await keep(() => ownClassImageRecords.write(image));
    } catch (error) {
      const refused = { id: newRecordId(), name: file.name, error: errorInfoOf(error) };
      useOwnClassImages.setState(({ errors }) => ({ errors: [...errors, refused] }));
    } finally {
      useOwnClassImages.setState(({ reading }) => ({ reading: reading.slice(1) }));
    }
  }
}

/** Takes an image out, and offers to put it back. */
export async function removeOwnClassImage(id: string): Promise<void> {
  const image = useOwnClassImages.getState().images.find((one) => one.id === id);
  if (!image) return;
  takeOut([id]);
  await keep(() => ownClassImageRecords.remove(id));
  offerUndo(t('“{name}” was removed from the class.', { name: image.name }), {
    undo: () => putBack(image),
    again: () => removeOwnClassImage(id),
  });
}

async function putBack(image: OwnClassImage): Promise<void> {
  put([image]);
  await keep(() => ownClassImageRecords.write(image));
}

export function dismissClassImageError(id: string): void {
  useOwnClassImages.setState(({ errors }) => ({ errors: errors.filter((error) => error.id !== id) }));
}

/**
 * The images for a run, and for one that goes on those that it began with.
 * @param ids of those that it began with; null for a new run, which takes all
 * @throws StudioError where there are none, or some are gone
 */
export function requireOwnClassImages(ids: readonly string[] | null): OwnClassImage[] {
  const { images } = useOwnClassImages.getState();
  const wanted = ids ? images.filter(({ id }) => ids.includes(id)) : [...images];
  if (wanted.length > 0 && wanted.length === (ids?.length ?? wanted.length)) return wanted;
  throw new StudioError(
    ids
      ? {
          code: 'no-images',
          message: t('Class images of your own that this run learns beside are gone.'),
          advice: t('Discard the run and begin it again.'),
        }
      : {
          code: 'no-images',
          message: t('There are no class images of your own yet.'),
          advice: t('Add some under “Own class images”, or let the model draw them.'),
        },
  );
}
