/** Where a person is in the tour, and whether it was offered before: that outlives a reload. */
import * as z from 'zod';
import { create } from 'zustand';
import { keepText } from '../../kit/records/keptText.ts';

const KEY = 'weft-tour';
const Kept = z.object({ seen: z.boolean() });

interface TourState {
  /** Of `TOUR`; null while it isn't taken. */
  step: number | null;
  /** Pictures of the gallery when it began. */
  picturesBefore: number;
  /** Whether it was taken or declined. */
  seen: boolean;
}

export const useTour = create<TourState>(() => ({ step: null, picturesBefore: 0, seen: readSeen() }));

function readSeen(): boolean {
  try {
    return Kept.parse(JSON.parse(localStorage.getItem(KEY) ?? '')).seen;
  } catch {
    return false;
  }
}

/** It was taken or declined: it is not offered any more, and can still be called. */
export function noteSeen(): void {
  useTour.setState({ seen: true });
  // Where that is not kept, it is offered again at the next visit.
  keepText(KEY, JSON.stringify({ seen: true }));
}
