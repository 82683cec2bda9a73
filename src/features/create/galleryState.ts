/** What the gallery knows: the form, the pictures that were drawn, and those that are being drawn. */
import type { CreateSettings } from '../../contract/drawing.ts';
import type { ErrorInfo } from '../../contract/errors.ts';
import { draftOf } from '../../kit/form/draft.ts';
import { type DrawingDraft, NATIVE_SIZE } from '../drawing/fields/drawing.ts';
import { CREATE_DEFAULTS } from '../drawing/settings/drawingDefaults.ts';
import type { GalleryRecord } from './galleryRecords.ts';

/** A picture that waits for its turn or is being drawn. */
export interface PendingPicture {
  id: string;
  prompt: string;
  /** 0 to 1; null while it waits. */
  fraction: number | null;
  cancel: () => void;
}

/** Pictures that one press draws, which differ in their seeds. */
export const VARIATIONS = [1, 4, 9] as const;
export type Variations = (typeof VARIATIONS)[number];

export interface GalleryState {
  draft: DrawingDraft<CreateSettings>;
  variations: Variations;
  /** Newest first; they stay until they are removed. */
  pictures: readonly GalleryRecord[];
  /** In the order they were asked for. */
  pending: readonly PendingPicture[];
  /** Why the last picture failed. */
  error: ErrorInfo | null;
}

export const GALLERY_AT_FIRST: GalleryState = {
  draft: { ...draftOf(CREATE_DEFAULTS), size: NATIVE_SIZE, adapters: [], adaptersBy: 'word' },
  variations: 1,
  pictures: [],
  pending: [],
  error: null,
};
