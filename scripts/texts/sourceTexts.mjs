/** All that the studio says to people, as it stands in its source, room by room. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readTexts } from './readTexts.mjs';

const ROOT = new URL('../../', import.meta.url).pathname;

/** Files whose words are not the page's: what they are instead. @type {readonly (readonly [RegExp, string])[]} */
const NOT_THE_PAGES = [
  [/^src\/kit\/language\//, 'the names of languages, each in its own'],
  [/^src\/contract\/(files|runs)\//, 'formats of files, and what is wrong with one, as programs say it'],
  [/^src\/contract\/library\/itemNames\.ts$/, 'a name as files and records hold it'],
  [/^src\/features\/.*\/promptParts\.ts$/, 'prompts, which models read in English'],
  [/^src\/features\/.*\/drawingDefaults\.ts$/, 'prompts'],
  [/^src\/app\/longWork\/tabText\.ts$/, 'a picture, as SVG'],
  [/^src\/kit\/text\/(sizeText|durationText)\.ts$/, 'units, which are the same in all languages so far'],
  [/^src\/files\/runStates\.ts$/, 'names of files'],
  [/^src\/app\/course\/exercises\/(drawing|exploring)\.ts$/, 'prompts among texts'],
  [/^src\/features\/compare\/compareText\.ts$/, 'what other programs read in a PNG'],
  [
    /^src\/features\/drawing\/settings\/settingsText\.ts$/,
    'what other programs read in a PNG, beside what people read',
  ],
  [/^src\/features\/create\/files\//, 'words of other programs’ files'],
  [/^src\/features\/library\/records\//, 'records that are damaged, as schemas say it'],
  [/^src\/features\/training\/elsewhere\/(engines|places|text|writing)\//, 'files of a bundle, for other machines'],
  [/^src\/features\/training\/elsewhere\/(fates|notCarried)\.ts$/, 'files of a bundle'],
];

/** Single words that are no texts: of formats, of records and of prompts, and names that are the same everywhere. */
const NO_TEXTS = new Set([
  ...[
    'in use',
    'taking over',
    'running elsewhere',
    'broken off',
    'training settings',
    'Blob',
    'Lora',
    'Weft',
    'Zip',
    'SNR',
  ],
  ...['unipc karras', 'euler karras', 'euler ancestral', 'drawing settings', 'class subset.', 'fabric pattern'],
  'a beautiful dress made of sks african fabric pattern, fashion photography',
  // What a learnt word is called at first, in the library and in its file.
  'African fabric',
  // Of the model that has no name of its own where it is chosen.
  'the starter',
]);

/** @param {string} text as it stands in the source */
const isNoText = (text) => NO_TEXTS.has(text.replace(/^'|'$/g, '')) || text.startsWith('`weft damaged ');

/** @param {string} folder @returns {string[]} */
function filesIn(folder) {
  return readdirSync(join(ROOT, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = `${folder}/${entry.name}`;
    if (entry.isDirectory()) return filesIn(path);
    return /\.tsx?$/.test(entry.name) && !path.includes('/catalogues/') ? [path] : [];
  });
}

/** The part of the studio that a file belongs to, by which the catalogues are cut. @param {string} file */
export function roomOf(file) {
  const [top, room, feature] = file.split('/');
  if (top === 'workers') return 'workers';
  return room === 'features' ? /** @type {string} */ (feature) : /** @type {string} */ (room);
}

/** @typedef {import('./readTexts.mjs').Text & { file: string }} SourceText */

/** @returns {{ texts: SourceText[], loose: string[] }} `loose`: what looks like a text and is in no catalogue, with its place */
export function sourceTexts() {
  /** @type {SourceText[]} */
  const texts = [];
  /** @type {string[]} */
  const loose = [];
  for (const file of [...filesIn('src'), ...filesIn('workers')]) {
    const read = readTexts(file, readFileSync(join(ROOT, file), 'utf8'));
    texts.push(...read.texts.map((text) => ({ ...text, file })));
    const isPages = file.startsWith('src/') && !NOT_THE_PAGES.some(([path]) => path.test(file));
    if (isPages)
      loose.push(
        ...read.loose.filter(({ text }) => !isNoText(text)).map(({ text, line }) => `${file}:${line} ${text}`),
      );
  }
  return { texts, loose };
}
