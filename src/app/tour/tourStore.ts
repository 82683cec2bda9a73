/** Where a person is in the tour, and whether it was offered before: that outlives a reload. */
import * as z from 'zod';
import { create } from 'zustand';
import { useGallery } from '../../features/create/galleryStore.ts';
import { TOUR } from './tourSteps.ts';

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

function see(): void {
  useTour.setState({ seen: true });
  try {
    localStorage.setItem(KEY, JSON.stringify({ seen: true }));
  } catch {
    // Closed storage: it is offered again at the next visit.
  }
}

/** What had the focus when it began, to have it back. */
let before: Element | null = null;

export function startTour(): void {
  before = document.activeElement;
  useTour.setState({ picturesBefore: useGallery.getState().pictures.length });
  see();
  goToStep(0);
}

/** Goes to a step and to its panel; beyond the last the tour is over. */
export function goToStep(step: number): void {
  const { route } = TOUR[step] ?? {};
  if (route === undefined) {
    leaveTour();
    return;
  }
  useTour.setState({ step });
  location.hash = `#/${route}`;
}

export function leaveTour(): void {
  useTour.setState({ step: null });
  if (before instanceof HTMLElement && before.isConnected) before.focus();
  else document.querySelector<HTMLElement>('nav [aria-current="page"]')?.focus();
}

/** It is not offered any more; it can still be called. */
export function declineTour(): void {
  see();
}
