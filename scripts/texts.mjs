/**
 * `npm run texts`: brings the catalogues up to date with the source. A new text gets an entry without a translation, which the
 * unit tests ask for; one that is said no more goes.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { catalogueFiles, ROOMS } from './texts/catalogues.mjs';
import { roomOf, sourceTexts } from './texts/sourceTexts.mjs';

const { texts } = sourceTexts();
/** The room of each text: the first of those that say it. @type {Map<string, string>} */
const rooms = new Map();
for (const room of ROOMS) {
  for (const { text, file } of texts) if (!rooms.has(text) && roomOf(file) === room) rooms.set(text, room);
}

let missing = 0;
for (const [language, files] of Object.entries(catalogueFiles())) {
  const known = Object.assign({}, ...Object.values(files).map((file) => JSON.parse(readFileSync(file, 'utf8'))));
  for (const [room, file] of Object.entries(files)) {
    const own = [...rooms].filter(([, where]) => where === room).map(([text]) => text);
    const entries = own.sort().map((text) => [text, known[text] ?? '']);
    missing += entries.filter(([, translation]) => translation === '').length;
    writeFileSync(file, `${JSON.stringify(Object.fromEntries(entries), null, 2)}\n`);
  }
  console.info(`${language}: ${rooms.size} texts`);
}
console.info(missing === 0 ? 'All are translated.' : `${missing} wait for a translation.`);
