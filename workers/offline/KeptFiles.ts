/**
 * Files in a cache, by their content: a file that a new version has too is not fetched again, and one of another version is
 * never taken for this one's, whatever the server or the browser's own cache hold under its address by now.
 */
import type { SiteFile } from './siteFiles.ts';

export class KeptFiles {
  readonly #files: readonly SiteFile[];
  readonly #scope: string;
  readonly #name: string;

  /**
   * @param scope the folder that the files' addresses are relative to, absolute
   * @param name of the cache
   */
  constructor(files: readonly SiteFile[], scope: string, name: string) {
    this.#files = files;
    this.#scope = scope;
    this.#name = name;
  }

  /**
   * The file, from the cache or else from the server; then it is kept, if there is room.
   * @param inBackground holds on until what goes on behind the answer is done
   * @throws TypeError where the server can't be reached, or has another file by now
   */
  async answer(file: SiteFile, inBackground: (work: Promise<unknown>) => void): Promise<Response> {
    const cache = await this.#open();
    const kept = await cache?.match(this.#key(file)).catch(() => undefined);
    if (kept) return kept;
    const response = await this.#fetch(file);
    // Storage that is full keeps nobody from working while there is a network.
    if (cache) inBackground(cache.put(this.#key(file), response.clone()).catch(() => undefined));
    return response;
  }

  /** Fetches those that are not kept yet. @throws where one can't be had, is another by now, or finds no room */
  async keep(files: readonly SiteFile[]): Promise<void> {
    const cache = await caches.open(this.#name);
    const present = await this.#presentKeys(cache);
    const missing = files.filter((file) => !present.has(this.#key(file)));
    await Promise.all(missing.map(async (file) => cache.put(this.#key(file), await this.#fetch(file))));
  }

  /** Those of which something is kept, be it an earlier version's. */
  async knownIn(files: readonly SiteFile[]): Promise<SiteFile[]> {
    const cache = await this.#open();
    if (!cache) return [];
    const paths = new Set([...(await this.#presentKeys(cache))].map((key) => new URL(key).pathname));
    return files.filter(({ url }) => paths.has(new URL(url, this.#scope).pathname));
  }

  /** Whether something is kept, or was until it was removed on purpose. */
  async exists(): Promise<boolean> {
    return caches.has(this.#name);
  }

  /** Removes what this version has no use for. */
  async forgetOthers(): Promise<void> {
    const cache = await this.#open();
    if (!cache) return;
    const own = new Set(this.#files.map((file) => this.#key(file)));
    const others = [...(await this.#presentKeys(cache))].filter((key) => !own.has(key));
    await Promise.all(others.map((key) => cache.delete(key)));
  }

  /** What a person removed is not made again behind their back; installing does so. */
  async #open(): Promise<Cache | null> {
    try {
      return (await this.exists()) ? await caches.open(this.#name) : null;
    } catch {
      return null;
    }
  }

  async #presentKeys(cache: Cache): Promise<Set<string>> {
    return new Set((await cache.keys()).map(({ url }) => url));
  }

  #key({ url, integrity }: SiteFile): string {
    const key = new URL(url, this.#scope);
    key.search = new URLSearchParams({ content: integrity }).toString();
    return key.href;
  }

  /** What the browser holds of an earlier version is passed over. */
  async #fetch({ url, integrity }: SiteFile): Promise<Response> {
    const address = new URL(url, this.#scope);
    try {
      return await fetch(address, { integrity });
    } catch {
      return fetch(address, { integrity, cache: 'reload' });
    }
  }
}
