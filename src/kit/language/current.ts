/**
 * The language that the page speaks, and its texts. Small, since the frame is shown by it before all else: what needs plurals or
 * values goes through `t`.
 */

import { type Literal, type Message, sourceOf } from '../../contract/message.ts';
import { keptText } from '../records/keptText.ts';

/** Translations by their English source. */
export type Catalogue = Readonly<Record<string, string>>;

/** As each calls itself; the order in which they are offered. */
export const LANGUAGES = { en: 'English', de: 'Deutsch' } as const;

export type Language = keyof typeof LANGUAGES;

/** English is what stands in the code: it has no catalogue of its own. */
const LOAD: Record<Language, () => Promise<Catalogue>> = {
  en: async () => ({}),
  de: async () => (await import('./catalogues/de/catalogue.ts')).catalogue,
};

/** Where a person's choice is kept. */
export const LANGUAGE_KEY = 'weft-language';

interface Current {
  language: Language;
  catalogue: Catalogue;
}

let current: Current = { language: 'en', catalogue: {} };
const listeners = new Set<() => void>();

/** Stays the same object until another language is spoken. */
export const spoken = (): Current => current;

export function onLanguage(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** A text without places, in the page's language. */
export function plain<const T extends string>(text: Literal<T> | Message): string {
  const source = typeof text === 'string' ? text : sourceOf(text as Message);
  return current.catalogue[source] ?? source;
}

/** Speaks a language from here on. @throws where its texts can't be fetched; the page goes on in the one before */
export async function speak(language: Language): Promise<void> {
  current = { language, catalogue: await LOAD[language]() };
  document.documentElement.lang = language;
  for (const listener of listeners) listener();
}

/** What the person chose, else the first of the browser's languages that there is. */
export function wantedLanguage(): Language {
  const wanted = [keptText(LANGUAGE_KEY), ...navigator.languages].map((tag) => tag?.slice(0, 2));
  return wanted.find((tag): tag is Language => tag !== undefined && tag in LANGUAGES) ?? 'en';
}
