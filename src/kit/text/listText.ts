/** Several things in one sentence. */
import { spoken } from '../language/current.ts';

/** `a, b and c`; English without a comma before the last. */
export function listText(items: Iterable<string>): string {
  const { language } = spoken();
  return new Intl.ListFormat(language === 'en' ? 'en-GB' : language, { type: 'conjunction' }).format(items);
}
