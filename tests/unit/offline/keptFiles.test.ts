/** Files are kept by content: one version's are never taken for another's. */
import { createHash } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { KeptFiles } from '../../../workers/offline/KeptFiles.ts';
import type { SiteFile } from '../../../workers/offline/siteFiles.ts';
import { withCaches } from './fakeCaches.ts';

const SCOPE = 'https://host.example/weft/';
const NAME = 'kept';

const integrityOf = (text: string) => `sha256-${createHash('sha256').update(text).digest('base64')}`;
const file = (url: string, text: string): SiteFile => ({ url, integrity: integrityOf(text), bytes: text.length });
const PAGE = file('index.html', 'page one');
const NET = file('models/net', 'net one');

/** What the server holds, and what the browser's own cache gives in its place unless it is passed over. */
const server = new Map<string, string>();
const stale = new Map<string, string>();
let asked: string[] = [];
let caches: ReturnType<typeof withCaches>;
const background: Promise<unknown>[] = [];
const inBackground = (work: Promise<unknown>) => background.push(work);

beforeEach(() => {
  caches = withCaches();
  server.clear();
  stale.clear();
  asked = [];
  server.set(`${SCOPE}index.html`, 'page one').set(`${SCOPE}models/net`, 'net one');
  vi.stubGlobal('fetch', async (address: URL, { integrity, cache }: RequestInit) => {
    asked.push(address.href);
    const text = (cache === 'reload' ? undefined : stale.get(address.href)) ?? server.get(address.href);
    if (text === undefined || integrityOf(text) !== integrity) throw new TypeError('Failed to fetch');
    return new Response(text);
  });
});
afterEach(() => vi.unstubAllGlobals());

const textOf = async (kept: KeptFiles, wanted: SiteFile) => (await kept.answer(wanted, inBackground)).text();

describe('kept files', () => {
  it('come from the cache once they are kept, without a network', async () => {
    const kept = new KeptFiles([PAGE, NET], SCOPE, NAME);
    await kept.keep([PAGE]);
    server.clear();
    expect(await textOf(kept, PAGE)).toBe('page one');
    await expect(textOf(kept, NET)).rejects.toThrow(TypeError);
    expect(asked.filter((url) => url.endsWith('index.html'))).toHaveLength(1);
  });

  it('are kept when they are used', async () => {
    const kept = new KeptFiles([PAGE, NET], SCOPE, NAME);
    await kept.keep([]);
    expect(await textOf(kept, NET)).toBe('net one');
    await Promise.all(background);
    server.clear();
    expect(await textOf(kept, NET)).toBe('net one');
  });

  it('of a new version are fetched only where they differ', async () => {
    await new KeptFiles([PAGE, NET], SCOPE, NAME).keep([PAGE, NET]);
    server.set(`${SCOPE}index.html`, 'page two');
    const second = file('index.html', 'page two');
    asked = [];
    const next = new KeptFiles([second, NET], SCOPE, NAME);
    await next.keep([second, NET]);
    expect(asked).toEqual([`${SCOPE}index.html`]);
    expect(await textOf(new KeptFiles([PAGE, NET], SCOPE, NAME), PAGE)).toBe('page one');
    expect(await textOf(next, second)).toBe('page two');
    await next.forgetOthers();
    expect([...(caches.get(NAME)?.entries.keys() ?? [])]).toHaveLength(2);
    await expect(textOf(new KeptFiles([PAGE, NET], SCOPE, NAME), PAGE)).rejects.toThrow(TypeError);
  });

  it('tell which of the next version an earlier one has kept too', async () => {
    await new KeptFiles([PAGE, NET], SCOPE, NAME).keep([NET]);
    const [page, net] = [file('index.html', 'page two'), file('models/net', 'net two')];
    expect(await new KeptFiles([page, net], SCOPE, NAME).knownIn([page, net])).toEqual([net]);
    caches.delete(NAME);
    expect(await new KeptFiles([page, net], SCOPE, NAME).knownIn([page, net])).toEqual([]);
  });

  it('are never of another version, whatever the server has by now', async () => {
    const kept = new KeptFiles([PAGE, NET], SCOPE, NAME);
    await kept.keep([PAGE]);
    server.set(`${SCOPE}models/net`, 'net two');
    await expect(textOf(kept, NET)).rejects.toThrow(TypeError);
    await expect(kept.keep([NET])).rejects.toThrow(TypeError);
  });

  it('pass over what the browser holds of an earlier version', async () => {
    stale.set(`${SCOPE}models/net`, 'net zero');
    const kept = new KeptFiles([PAGE, NET], SCOPE, NAME);
    await kept.keep([NET]);
    expect(await textOf(kept, NET)).toBe('net one');
  });

  it('come from the server where storage is full, refuses or was removed', async () => {
    const kept = new KeptFiles([PAGE, NET], SCOPE, NAME);
    await kept.keep([]);
    const cache = caches.get(NAME);
    if (cache) cache.full = true;
    expect(await textOf(kept, NET)).toBe('net one');
    await Promise.all(background);
    caches.delete(NAME);
    expect(await textOf(kept, NET)).toBe('net one');
    expect(await kept.exists()).toBe(false);
    vi.stubGlobal('caches', { has: () => Promise.reject(new DOMException('no', 'SecurityError')) });
    expect(await textOf(kept, NET)).toBe('net one');
  });
});
