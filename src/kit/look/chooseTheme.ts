/** A person's choice of a theme: shown at once, and kept. */
import { showTheme, THEME_KEY, type Theme } from './theme.ts';

export function chooseTheme(next: Theme): void {
  showTheme(next);
  try {
    localStorage.setItem(THEME_KEY, next);
  } catch {
    // Closed storage: it holds until the page is left.
  }
}
