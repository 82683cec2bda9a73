/** Taking the tour: its begin, its steps, and its end, after which the focus is where it was. */
import { useGallery } from '../../features/create/galleryStore.ts';
import { noteSeen, useTour } from './tourState.ts';
import { TOUR } from './tourSteps.ts';

/** What had the focus when it began. */
let before: Element | null = null;

export function startTour(): void {
  before = document.activeElement;
  useTour.setState({ picturesBefore: useGallery.getState().pictures.length });
  noteSeen();
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
