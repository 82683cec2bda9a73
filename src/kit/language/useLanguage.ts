/** The page's language to a component: what stands below it is shown anew when another one is spoken. */
import { useSyncExternalStore } from 'react';
import { type Language, onLanguage, spoken } from './current.ts';

export const useLanguage = (): Language => useSyncExternalStore(onLanguage, spoken).language;
