/** A person's choice of the language: spoken at once, and kept. */
import { keepText } from '../records/keptText.ts';
import { LANGUAGE_KEY, type Language, speak } from './current.ts';

/** @throws where its texts can't be fetched; the page goes on in the one before */
export async function chooseLanguage(language: Language): Promise<void> {
  await speak(language);
  keepText(LANGUAGE_KEY, language);
}
