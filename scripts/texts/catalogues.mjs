/** The catalogues' files: one a room and language, so that a text stands near those that it is said with. */
import { existsSync, readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const FOLDER = fileURLToPath(new URL('../../src/kit/language/catalogues/', import.meta.url));

/** From the bottom up: a text that two rooms say stands in the lower one's. */
export const ROOMS = /** @type {const} */ ([
  ...['contract', 'files', 'kit', 'session', 'dataset', 'drawing', 'models', 'library', 'advice', 'memory'],
  ...['create', 'compare', 'morph', 'training', 'app', 'workers'],
]);

/** By language, then by room. @returns {Record<string, Record<string, string>>} */
export function catalogueFiles() {
  const languages = existsSync(FOLDER) ? readdirSync(FOLDER) : [];
  return Object.fromEntries(
    languages.map((language) => [
      language,
      Object.fromEntries(ROOMS.map((room) => [room, `${FOLDER}${language}/${room}.json`])),
    ]),
  );
}
