/** A person's choice of a theme: shown at once, and kept. */
import { keepText } from '../records/keptText.ts';
import { showTheme, THEME_KEY, type Theme } from './theme.ts';

export function chooseTheme(next: Theme): void {
  showTheme(next);
  keepText(THEME_KEY, next);
}
