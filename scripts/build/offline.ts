/** Builds the service worker beside the page, with the list of all files of this build and what each holds. */
import { createHash } from 'node:crypto';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import { build, type Plugin } from 'vite';
import { OFFLINE_WORKER } from '../../src/contract/offlineWorker.ts';
import { listOf, type SiteFile } from '../../workers/offline/siteFiles.ts';

/** Read by hosts or by people, never by the page; and the worker itself, which the browser keeps. */
const NOT_THE_PAGES = [
  /^_headers$/,
  /^models\/.*(?:README\.md|grid\.png)$/,
  /^models\/[^/]+\/grids\//,
  /\.map$/,
  new RegExp(`^${OFFLINE_WORKER}$`),
];

/** What stands in the worker's source where the list goes. */
const LIST = 'self.__SITE_FILES__';

/** Paths within the folder, parted by `/`, in order: equal builds have equal workers. */
export async function filesIn(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map(({ parentPath, name }) => join(parentPath, name));
  return files.map((path) => path.slice(resolve(folder).length + 1).replaceAll('\\', '/')).sort();
}

/** All files of a built studio that its service worker answers for. */
export async function siteFiles(folder: string): Promise<SiteFile[]> {
  const urls = (await filesIn(resolve(folder))).filter((url) => !NOT_THE_PAGES.some((files) => files.test(url)));
  return Promise.all(urls.map((url) => siteFile(folder, url)));
}

async function siteFile(folder: string, url: string): Promise<SiteFile> {
  const content = await readFile(join(folder, url));
  return { url, integrity: `sha256-${createHash('sha256').update(content).digest('base64')}`, bytes: content.length };
}

/** Once all else of the build is written. The page registers the worker by itself, and its manifest lies in `public/`. */
export function offline(): Plugin {
  let root = '';
  let folder = '';
  let failed = false;
  return {
    name: 'weft-offline',
    apply: 'build',
    enforce: 'post',
    configResolved(config) {
      root = config.root;
      folder = resolve(config.root, config.build.outDir);
    },
    buildEnd(error) {
      failed = error !== undefined;
    },
    closeBundle: {
      sequential: true,
      order: 'post',
      async handler() {
        if (!failed) await buildWorker(join(root, 'workers/offline.worker.ts'), folder);
      },
    },
  };
}

async function buildWorker(source: string, folder: string): Promise<void> {
  await build({
    configFile: false,
    publicDir: false,
    logLevel: 'warn',
    build: {
      outDir: folder,
      emptyOutDir: false,
      target: ['chrome121', 'edge121', 'firefox141', 'safari18'],
      // Not every browser takes a service worker that is a module.
      lib: { entry: source, formats: ['iife'], name: 'offline', fileName: () => basename(OFFLINE_WORKER) },
    },
  });
  const worker = join(folder, OFFLINE_WORKER);
  const script = await readFile(worker, 'utf8');
  if (!script.includes(LIST)) throw new Error(`The service worker has no place for the list of files (${LIST}).`);
  const list = JSON.stringify(listOf(await siteFiles(folder)));
  await writeFile(
    worker,
    script.replace(LIST, () => list),
  );
}
