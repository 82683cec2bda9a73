/** The browser's caches, as far as the service worker uses them, in memory. */
import { vi } from 'vitest';

class FakeCache {
  readonly entries = new Map<string, Response>();
  full = false;

  async match(request: string | Request): Promise<Response | undefined> {
    return this.entries.get(address(request))?.clone();
  }

  async put(request: string | Request, response: Response): Promise<void> {
    if (this.full) throw new DOMException('full', 'QuotaExceededError');
    this.entries.set(address(request), response);
  }

  async keys(): Promise<Request[]> {
    return [...this.entries.keys()].map((url) => new Request(url));
  }

  async delete(request: string | Request): Promise<boolean> {
    return this.entries.delete(address(request));
  }
}

const address = (request: string | Request) => (typeof request === 'string' ? request : request.url);

/** Puts caches in the globals' place; each by its name. */
export function withCaches(): Map<string, FakeCache> {
  const named = new Map<string, FakeCache>();
  vi.stubGlobal('caches', {
    has: async (name: string) => named.has(name),
    delete: async (name: string) => named.delete(name),
    open: async (name: string) => {
      const cache = named.get(name) ?? new FakeCache();
      named.set(name, cache);
      return cache;
    },
  });
  return named;
}
