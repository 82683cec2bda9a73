/** Tabs of the studio in Node: each with modules of its own, over one IndexedDB, one set of locks and one channel. */
import 'fake-indexeddb/auto';
import { IDBFactory } from 'fake-indexeddb';
import { afterEach, beforeEach, vi } from 'vitest';

interface Asked {
  name: string;
  shared: boolean;
  grant: () => void;
}

/** Locks as browsers have them: in turn, shared ones together, and at once or not at all where that is asked. */
export class Locks {
  #held: Asked[] = [];
  #waiting: Asked[] = [];

  async request<T>(
    name: string,
    ...rest: [LockOptions, (lock: unknown) => T] | [(lock: unknown) => T]
  ): Promise<Awaited<T>> {
    const work = rest.length === 2 ? rest[1] : rest[0];
    const { mode, ifAvailable, signal } = rest.length === 2 ? rest[0] : ({} as LockOptions);
    const asked: Asked = { name, shared: mode === 'shared', grant: () => undefined };
    if (ifAvailable && !this.#isFree(asked)) return await work(null);
    await new Promise<void>((grant, reject) => {
      asked.grant = grant;
      this.#waiting.push(asked);
      signal?.addEventListener('abort', () => {
        if (!this.#waiting.includes(asked)) return;
        this.#waiting = this.#waiting.filter((other) => other !== asked);
        reject(new DOMException('left the line', 'AbortError'));
        this.#grantNext();
      });
      this.#grantNext();
    });
    try {
      return await work({ name });
    } finally {
      this.#held = this.#held.filter((other) => other !== asked);
      this.#grantNext();
    }
  }

  async query() {
    return { held: this.#held.map(({ name, shared }) => ({ name, mode: shared ? 'shared' : 'exclusive' })) };
  }

  /** Whether nobody holds the name who keeps others off, nor stands before it in line. */
  #isFree({ name, shared }: Asked, before: readonly Asked[] = this.#waiting): boolean {
    const ahead = [...this.#held, ...before].filter((other) => other.name === name);
    return ahead.every((other) => shared && other.shared);
  }

  #grantNext(): void {
    for (const asked of [...this.#waiting]) {
      if (!this.#isFree(asked, this.#waiting.slice(0, this.#waiting.indexOf(asked)))) continue;
      this.#waiting = this.#waiting.filter((other) => other !== asked);
      this.#held.push(asked);
      asked.grant();
    }
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
  for (let turn = 0; turn < 25; turn++) await new Promise((resolve) => setTimeout(resolve, 2));
}
