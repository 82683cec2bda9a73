/** The licences of all that the studio is built of, as one file beside it: they ask to go where the code goes. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Plugin } from 'vite';
import * as z from 'zod';

const Lock = z.object({
  packages: z.record(
    z.string(),
    z.object({ version: z.string().optional(), dev: z.boolean().optional(), link: z.boolean().optional() }),
  ),
});

/** Files in which a package states its terms. */
const TERMS = /^(?:licen[cs]e|copying|notice|thirdpartynotices)/i;

/** The licence texts of every package that isn't for development alone, our own first. */
export function licenceTexts(root: string): string {
  const lock = Lock.parse(JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')));
  const shipped = Object.entries(lock.packages).flatMap(([path, { version = '', dev, link }]) =>
    path.includes('node_modules/') && !dev && !link && existsSync(join(root, path)) ? [{ path, version }] : [],
  );
  const parts = shipped.map(({ path, version }) => {
    const name = path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length);
    return `${'='.repeat(80)}\n${name} ${version}\n\n${termsIn(join(root, path))}`;
  });
  return [`Weft\n\n${termsIn(root)}`, ...parts].join('\n\n');
}

function termsIn(folder: string): string {
  const files = readdirSync(folder, { withFileTypes: true }).filter((file) => file.isFile() && TERMS.test(file.name));
  if (files.length > 0) return files.map(({ name }) => readFileSync(join(folder, name), 'utf8').trim()).join('\n\n');
  const { license } = z
    .object({ license: z.unknown() })
    .parse(JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')));
  return `Licence: ${typeof license === 'string' ? license : JSON.stringify(license)} (the package brings no text of it)`;
}

/** Puts `licences.txt` beside the built page. */
export function licences(): Plugin {
  let root = '';
  return {
    name: 'weft-licences',
    apply: 'build',
    configResolved(config) {
      root = config.root;
    },
    generateBundle() {
      this.emitFile({ type: 'asset', fileName: 'licences.txt', source: licenceTexts(root) });
    },
  };
}
