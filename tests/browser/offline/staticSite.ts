/**
 * A studio on a plain static host, as GitHub Pages is one: in a folder, without any header of its own. It is the built one,
 * with the tiny model in the starter's place.
 */
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import { extname, join } from 'node:path';
import { filesIn, siteFiles } from '../../../scripts/build/offline.ts';
import { OFFLINE_WORKER } from '../../../src/contract/offlineWorker.ts';
import { listOf } from '../../../workers/offline/siteFiles.ts';

const BASE = '/weft/';
const STARTER = 'models/starter/';

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.mjs': 'text/javascript',
  '.css': 'text/css',
  '.json': 'application/json',
  '.svg': 'image/svg+xml',
  '.wasm': 'application/wasm',
  '.webmanifest': 'application/manifest+json',
  '.webp': 'image/webp',
};

/** A copy of the built studio that opens the tiny model. @returns its folder */
export async function tinyBuild(): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'weft-site-'));
  cpSync('dist', folder, { recursive: true });
  rmSync(join(folder, STARTER), { recursive: true });
  cpSync('tests/fixtures/tiny', join(folder, STARTER), { recursive: true });
  await listAnew(folder);
  return folder;
}

/**
 * The next version of it: the page differs, a panel's script has another name, and the list of samples another content.
 * @returns its folder, and the path of the script that only the first has
 */
export async function nextBuild(first: string): Promise<{ folder: string; gone: string }> {
  const folder = mkdtempSync(join(tmpdir(), 'weft-site-'));
  cpSync(first, folder, { recursive: true });
  const present = await filesIn(folder);
  const gone = present.find((path) => /^assets\/MorphPanel-.*\.js$/.test(path)) ?? '';
  const [before, after] = [gone.slice('assets/'.length), 'MorphPanel-ofTheNextVersion.js'];
  for (const script of present.filter((path) => /^assets\/.*\.js$/.test(path))) {
    const text = readFileSync(join(folder, script), 'utf8');
    writeFileSync(join(folder, script === gone ? `assets/${after}` : script), text.replaceAll(before, after));
  }
  rmSync(join(folder, gone));
  const page = readFileSync(join(folder, 'index.html'), 'utf8');
  writeFileSync(join(folder, 'index.html'), page.replace('<html lang="en">', '<html lang="en" data-version="next">'));
  const samples = readFileSync(join(folder, 'samples/samples.json'), 'utf8');
  writeFileSync(join(folder, 'samples/samples.json'), `${samples}\n`);
  await listAnew(folder);
  return { folder, gone };
}

/** Writes into the service worker what the folder holds by now, as the build does. */
async function listAnew(folder: string): Promise<void> {
  const path = join(folder, OFFLINE_WORKER);
  const worker = readFileSync(path, 'utf8');
  const [list] = worker.match(/\{"url":\[[^\]]*\],"integrity":\[[^\]]*\],"bytes":\[[^\]]*\]\}/) ?? [];
  if (!list) throw new Error('The service worker has no list of files.');
  const files = JSON.stringify(listOf(await siteFiles(folder)));
  writeFileSync(
    path,
    worker.replace(list, () => files),
  );
}

export class StaticSite {
  /** What is served; another folder is another version. */
  folder: string;
  #server: Server | null = null;
  #port = 0;

  constructor(folder: string) {
    this.folder = folder;
  }

  get url(): string {
    return `http://127.0.0.1:${this.#port}${BASE}`;
  }

  async start(): Promise<void> {
    const server = createServer(async ({ url = '', method }, answer) => {
      const { pathname } = new URL(url, 'http://host.example');
      const path = pathname.startsWith(BASE) ? pathname.slice(BASE.length) || 'index.html' : '';
      const body =
        path === '' || path.includes('..') ? null : await readFile(join(this.folder, path)).catch(() => null);
      answer.writeHead(body ? 200 : 404, { 'Content-Type': TYPES[extname(path)] ?? 'application/octet-stream' });
      answer.end(method === 'HEAD' ? undefined : (body ?? 'not found'));
    });
    await new Promise<void>((resolve) => server.listen(this.#port, '127.0.0.1', resolve));
    const address = server.address();
    if (address && typeof address === 'object') this.#port = address.port;
    this.#server = server;
  }

  /** From now on nobody answers. */
  async stop(): Promise<void> {
    const server = this.#server;
    this.#server = null;
    if (!server) return;
    server.closeAllConnections();
    await new Promise<void>((resolve) => server.close(() => resolve()));
  }
}
