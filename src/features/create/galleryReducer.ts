/** From what the gallery knows and what happens to what it knows then; what cannot be leaves the state as it is. */
import type { CreateSettings } from '../../contract/drawing.ts';
import type { ErrorInfo } from '../../contract/errors.ts';
import type { DrawingDraft } from '../drawing/fields/drawing.ts';
import type { GalleryRecord } from './galleryRecords.ts';
import type { GalleryState, PendingPicture, Variations } from './galleryState.ts';

export type GalleryEvent =
  | { type: 'edited'; change: Partial<DrawingDraft<CreateSettings>> }
  | { type: 'variations-chosen'; variations: Variations }
  /** Pictures that are kept, that another tab drew or that are put back; what is here already stays. */
  | { type: 'loaded'; pictures: readonly GalleryRecord[] }
  /** A picture is asked for: it stands in line. */
  | { type: 'asked'; picture: PendingPicture }
  /** @param fraction 0 to 1 */
  | { type: 'progressed'; id: string; fraction: number }
  | { type: 'drawn'; picture: GalleryRecord }
  /** A picture that was asked for has its end. @param error null where it was drawn, or left out by hand */
  | { type: 'ended'; id: string; error: ErrorInfo | null }
  | { type: 'removed'; ids: readonly string[] }
  | { type: 'marked'; id: string; favourite: boolean }
  /** The person has read why the last picture failed. */
  | { type: 'error-dismissed' };

export function reduceGallery(state: GalleryState, event: GalleryEvent): GalleryState {
  const { pictures, pending } = state;
  switch (event.type) {
    case 'edited':
      return { ...state, draft: { ...state.draft, ...event.change } };
    case 'variations-chosen':
      return { ...state, variations: event.variations };
    case 'loaded': {
      const others = event.pictures.filter(({ id }) => !has(pictures, id));
      if (others.length === 0) return state;
      return { ...state, pictures: [...pictures, ...others].sort((a, b) => b.createdAt - a.createdAt) };
    }
    case 'asked':
      if (has(pending, event.picture.id)) return state;
      return { ...state, pending: [...pending, event.picture], error: null };
    case 'progressed': {
      const { id, fraction } = event;
      if (!has(pending, id)) return state;
      return { ...state, pending: pending.map((picture) => (picture.id === id ? { ...picture, fraction } : picture)) };
    }
    case 'drawn':
      return has(pictures, event.picture.id) ? state : { ...state, pictures: [event.picture, ...pictures] };
    case 'ended':
      if (!has(pending, event.id)) return state;
      return { ...state, pending: without(pending, event.id), error: event.error ?? state.error };
    case 'removed': {
      const gone = new Set(event.ids);
      const others = pictures.filter(({ id }) => !gone.has(id));
      return others.length === pictures.length ? state : { ...state, pictures: others };
    }
    case 'marked': {
      const { id, favourite } = event;
      if (!pictures.some((picture) => picture.id === id && (picture.favourite ?? false) !== favourite)) return state;
      return {
        ...state,
        pictures: pictures.map((picture) => (picture.id === id ? { ...picture, favourite } : picture)),
      };
    }
    case 'error-dismissed':
      return state.error ? { ...state, error: null } : state;
  }
}

const has = (items: readonly { id: string }[], id: string): boolean => items.some((item) => item.id === id);

const without = <T extends { id: string }>(items: readonly T[], id: string): T[] =>
  items.filter((item) => item.id !== id);
