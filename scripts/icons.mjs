/**
 * Draws the installed studio's icons from `public/favicon.svg` (`npm run icons`). They lie in the repository, so that
 * building needs no drawing; a test holds them against the drawing.
 */
import { readFile, writeFile } from 'node:fs/promises';
import { icons, renderIcon } from './icons/render.mjs';

const drawing = await readFile('public/favicon.svg');
for (const icon of icons) await writeFile(`public/icons/${icon.file}`, await renderIcon(drawing, icon));
