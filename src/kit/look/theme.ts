/** Light or dark: as the system has it, until a person chooses. */
import { keptText } from '../records/keptText.ts';

export const THEMES = ['system', 'light', 'dark'] as const;
export type Theme = (typeof THEMES)[number];

/** Where a person's choice is kept. */
export const THEME_KEY = 'weft-theme';
/** The paper of each, as the stylesheet has it: browsers colour what is around the page with it. */
const PAPER = { light: '#f7f3ea', dark: '#0f111e' } as const;

const listeners = new Set<() => void>();
let shown: Theme = 'system';

export const theme = (): Theme => shown;

function keptTheme(): Theme {
  const kept = keptText(THEME_KEY);
  return THEMES.find((one) => one === kept) ?? 'system';
}

/** Shows the page in a theme; left out, in the one that was chosen. */
export function showTheme(next: Theme = keptTheme()): void {
  shown = next;
  document.documentElement.dataset.theme = next;
  const metas = document.querySelectorAll<HTMLMetaElement>('meta[name="theme-color"]');
  for (const meta of metas)
    meta.content = PAPER[next === 'system' ? (meta.media.includes('dark') ? 'dark' : 'light') : next];
  for (const listener of listeners) listener();
}

/** Hears when colours change, by choice or with the system. Gives what ends that. */
export function onTheme(listener: () => void): () => void {
  const system = matchMedia('(prefers-color-scheme: dark)');
  listeners.add(listener);
  system.addEventListener('change', listener);
  return () => {
    listeners.delete(listener);
    system.removeEventListener('change', listener);
  };
}
