/** The files of this version, which the build writes into the service worker, and when each of them is kept. */
import type { DeviceInfo } from '../../src/contract/device.ts';

export interface SiteFile {
  /** Relative to the page's folder. */
  url: string;
  /** Its SHA-256 as browsers check it (`sha256-…`): by it one version's file is told from another's. */
  integrity: string;
  /** How many it has. */
  bytes: number;
}

/** The files as the build writes them: a column for each of what they have, which packs better than a row for each file. */
export type SiteList = { readonly [K in keyof SiteFile]: readonly SiteFile[K][] };

export function listOf(files: readonly SiteFile[]): SiteList {
  return {
    url: files.map(({ url }) => url),
    integrity: files.map(({ integrity }) => integrity),
    bytes: files.map(({ bytes }) => bytes),
  };
}

export function filesOf({ url, integrity, bytes }: SiteList): SiteFile[] {
  return url.map((each, place) => ({ url: each, integrity: integrity[place] ?? '', bytes: bytes[place] ?? 0 }));
}

/**
 * `page`: all that the page and its workers are made of, before this version serves anything. `studio`: what they read,
 * once the studio is open. `webgpu`: likewise, for a build of the runtime that only some browsers use. `used`: when it is
 * asked for.
 */
export type Keeping = 'page' | 'studio' | 'webgpu' | 'used';

const RULES: readonly (readonly [RegExp, Keeping])[] = [
  // The page that measures, and its workers: few ever open it.
  [/^bench\.html$|^assets\/(?:bench|engine\.worker|fullSize\.worker)-|^licences\.txt$/, 'used'],
  [/^(?:models|samples)\//, 'studio'],
  // What runs on the processor is also what remains when a GPU is lost.
  [/^ort\/ort-wasm-simd-threaded\.(?:mjs|wasm)$/, 'studio'],
  [/^ort\//, 'webgpu'],
];

/** Where nothing lies but what a build put there. */
const OWN_FOLDERS = /^(?:assets|models|ort|samples)\//;

export function keepingOf(url: string): Keeping {
  return RULES.find(([files]) => files.test(url))?.[1] ?? 'page';
}

/**
 * What an open studio needs beside its page.
 * @param jspi whether the browser's wasm can wait for promises, for which there is a build of its own
 */
export function neededBy(files: readonly SiteFile[], device: DeviceInfo['kind'], jspi: boolean): SiteFile[] {
  return files.filter(({ url }) => {
    const keeping = keepingOf(url);
    return keeping === 'studio' || (keeping === 'webgpu' && device === 'webgpu' && url.includes('.jspi.') === jspi);
  });
}

/**
 * What a request is for: a file; `missing`, in a folder that is the studio's own but not of this version; or null, which is
 * the network's. A file that this version lacks is lacking without a network too: some are looked for in vain by intent.
 * @param scope the folder of the page, absolute
 */
export function fileAt(
  files: readonly SiteFile[],
  { url, mode }: Pick<Request, 'url' | 'mode'>,
  scope: string,
): SiteFile | 'missing' | null {
  const { origin, pathname, search } = new URL(url);
  const folder = new URL(scope);
  if (origin !== folder.origin || !pathname.startsWith(folder.pathname)) return null;
  // Questions in the page's address are for the page; files have none.
  if (search !== '' && mode !== 'navigate') return null;
  const path = pathname.slice(folder.pathname.length) || 'index.html';
  const file = files.find((file) => file.url === path);
  if (file) return file;
  // What a person opens by its address, such as a model's card, is shown if there is a network.
  return mode !== 'navigate' && OWN_FOLDERS.test(path) ? 'missing' : null;
}
