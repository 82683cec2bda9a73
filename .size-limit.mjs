/**
 * What the page and each worker load before they can begin: their own script and all that it imports, however the bundler cut
 * it. What is imported later on does not count.
 */
import { readdirSync, readFileSync } from 'node:fs';

const ASSETS = 'dist/assets';
const built = readdirSync(ASSETS);

/** The script and what it imports, and so on. @param {string} file @param {Set<string>} found */
function withImports(file, found = new Set()) {
  if (found.has(file)) return found;
  found.add(file);
  const text = readFileSync(`${ASSETS}/${file}`, 'utf8');
  for (const [, imported = ''] of text.matchAll(/(?:\bfrom|\bimport)\s*["'`]\.\/([^"'`]+\.js)["'`]/g))
    withImports(imported, found);
  return found;
}

/** @param {string} name @param {RegExp} entry @param {string} limit */
function script(name, entry, limit) {
  const files = new Set(built.filter((file) => entry.test(file)).flatMap((file) => [...withImports(file)]));
  return { name, path: [...files].map((file) => `${ASSETS}/${file}`), gzip: true, limit };
}

export default [
  script('page, before the first paint', /^index-.*\.js$/, '80 kB'),
  script('page, the first panel', /^(index|Studio|start)-.*\.js$/, '234 kB'),
  script('page, in German', /^catalogue-.*\.js$/, '83 kB'),
  { name: 'page, style', path: [`${ASSETS}/frame-*.css`, `${ASSETS}/panel-*.css`], gzip: true, limit: '5 kB' },
  script('studio worker', /^studio\.worker-.*\.js$/, '264 kB'),
  script('models worker', /^models\.worker-.*\.js$/, '58 kB'),
  script('image worker', /^image\.worker-.*\.js$/, '18 kB'),
  script('film worker', /^film\.worker-.*\.js$/, '84 kB'),
  script('GIF encoder', /^gif\.worker-.*\.js$/, '6 kB'),
  { name: 'service worker', path: ['dist/offline.worker.js'], gzip: true, limit: '17 kB' },
  script('scores worker', /^scores\.worker-.*\.js$/, '170 kB'),
];
