/** The picture that is held against its base, and the base on its way. */
import { create } from 'zustand';
import { newRecordId } from '../../../kit/records/recordId.ts';
import { fewStepIds } from '../../drawing/fields/fewSteps.ts';
import { candidates, foundAdapters } from '../../library/knownAdapters.ts';
import type { LibraryState } from '../../library/libraryState.ts';
import { libraryRead, useLibrary } from '../../library/libraryStore.ts';
import { wordedAdapter } from '../../library/wordedAdapter.ts';
import type { GalleryRecord } from '../galleryRecords.ts';
import { drawAs, useGallery } from '../galleryStore.ts';
import { baseOf, drawnSo, type LearntParts } from './basePicture.ts';

interface BeforeAfterState {
  /** Id of the personalised picture; null while the dialog is closed. */
  picture: string | null;
  /** Id of its base, drawn or on its way. */
  base: string | null;
}

export const useBeforeAfter = create<BeforeAfterState>(() => ({ picture: null, base: null }));

function learntParts({ adapters, embeddings }: LibraryState): LearntParts {
  const words = [
    ...adapters.map((adapter) => wordedAdapter(adapter).word),
    ...embeddings.map(({ embedding }) => embedding.token),
  ];
  return { fewSteps: fewStepIds(adapters), words: words.filter((word) => word !== null) };
}

/** Whether something learnt had a part in a picture, so that it has a base to be held against. */
export function useIsPersonal(picture: GalleryRecord): boolean {
  return useLibrary((library) => baseOf(picture, learntParts(library)) !== null);
}

/** Opens the comparison. A base that the gallery has is taken, else it is drawn and kept there. */
export async function compareWithBase(picture: GalleryRecord): Promise<void> {
  await libraryRead();
  const base = baseOf(picture, learntParts(useLibrary.getState()));
  if (!base) return;
  const { pictures } = useGallery.getState();
  const there = drawnSo(pictures, base, picture.model);
  const id = there?.id ?? newRecordId();
  useBeforeAfter.setState({ picture: picture.id, base: id });
  if (there) return;
  const { choices } = foundAdapters(base.adapters, candidates(useLibrary.getState().adapters));
  const { over } = picture;
  await drawAs(base.settings, {
    id,
    adapters: choices,
    size: String(base.settings.size),
    over: over ? { ...over, file: over.picture } : null,
  });
}

export function closeBeforeAfter(): void {
  useBeforeAfter.setState({ picture: null, base: null });
}
