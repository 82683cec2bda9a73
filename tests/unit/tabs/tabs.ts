/** Tabs of the studio in Node: each with modules of its own, over one IndexedDB, one set of locks and one channel. */
import 'fake-indexeddb/auto';
import { IDBFactory } from 'fake-indexeddb';
import { afterEach, beforeEach, vi } from 'vitest';

interface Held {
  shared: boolean;
}

/** Locks as browsers have them: in turn, shared ones together, and at once or not at all where that is asked. */
class Locks {
  readonly #held = new Map<string, Set<Held>>();
  readonly #waiting: { name: string; shared: boolean; grant: () => void }[] = [];

  async request<T>(
    name: string,
    ...rest: [LockOptions, (lock: unknown) => T] | [(lock: unknown) => T]
  ): Promise<Awaited<T>> {
    const work = rest.length === 2 ? rest[1] : rest[0];
    const options = rest.length === 2 ? rest[0] : {};
    const shared = options.mode === 'shared';
    if (!this.#free(name, shared)) {
      if (options.ifAvailable) return await work(null);
      await new Promise<void>((grant) => this.#waiting.push({ name, shared, grant }));
    }
    const held = { shared };
    this.#held.set(name, (this.#held.get(name) ?? new Set()).add(held));
    try {
      return await work({ name });
    } finally {
      this.#held.get(name)?.delete(held);
      this.#grantNext(name);
    }
  }

  #free(name: string, shared: boolean): boolean {
    const held = [...(this.#held.get(name) ?? [])];
    if (this.#waiting.some((other) => other.name === name)) return false;
    return held.length === 0 || (shared && held.every((other) => other.shared));
  }

  #grantNext(name: string): void {
    const next = this.#waiting.findIndex((other) => other.name === name);
    const [first] = next < 0 ? [] : this.#waiting.splice(next, 1);
    if (!first) return;
    if (this.#free(name, first.shared)) first.grant();
    else this.#waiting.splice(next, 0, first);
  }
}

let urls = 0;

/** Gives every test of a file a browser of its own. */
export function withBrowser(): void {
  beforeEach(() => {
    vi.stubGlobal('indexedDB', new IDBFactory());
    vi.stubGlobal('navigator', { locks: new Locks() });
    vi.spyOn(URL, 'createObjectURL').mockImplementation(() => `blob:${urls++}`);
    vi.spyOn(URL, 'revokeObjectURL').mockImplementation(() => undefined);
  });
  afterEach(() => {
    vi.restoreAllMocks();
    vi.unstubAllGlobals();
  });
}

/** Opens a tab: modules are loaded anew, so that it shares nothing with others but the browser. */
export async function openTab<T>(modules: () => Promise<T>): Promise<T> {
  vi.resetModules();
  return modules();
}

/** Resolves once all that goes on by itself, messages between tabs and their transactions among it, has come to rest. */
export async function atRest(): Promise<void> {
  for (let turn = 0; turn < 12; turn++) await new Promise((resolve) => setTimeout(resolve, 2));
}
