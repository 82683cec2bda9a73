/** What the service worker decides: which file a request is for, when it is kept, and who takes over when. */
import { afterEach, describe, expect, it, vi } from 'vitest';
import { readOfflineMessage, sharedCache } from '../../../src/contract/offlineWorker.ts';
import { takeOver } from '../../../workers/offline/newVersion.ts';
import { headOf, isolated } from '../../../workers/offline/responses.ts';
import { isShare, takeShare } from '../../../workers/offline/sharedFiles.ts';
import { fileAt, keepingOf, neededBy } from '../../../workers/offline/siteFiles.ts';
import { endIfWithdrawn, saysWithdrawn } from '../../../workers/offline/withdrawn.ts';
import { withCaches } from './fakeCaches.ts';

afterEach(() => vi.unstubAllGlobals());

const SCOPE = 'https://host.example/weft/';
const ORT = 'ort/ort-wasm-simd-threaded';
const files = [
  'index.html',
  'bench.html',
  'assets/index-Ab.js',
  'models/starter/unet/config.json',
  'samples/sample-01.webp',
  `${ORT}.wasm`,
  `${ORT}.jspi.wasm`,
  `${ORT}.asyncify.wasm`,
].map((url) => ({ url, integrity: 'sha256-', bytes: 1 }));

describe('files', () => {
  it('are kept with the page, with the studio, or when they are used', () => {
    expect(files.map(({ url }) => keepingOf(url))).toEqual([
      'page',
      'used',
      'page',
      'studio',
      'studio',
      'studio',
      'webgpu',
      'webgpu',
    ]);
  });

  it('are those of the device that computes', () => {
    const urls = (...of: [device: 'wasm' | 'webgpu', jspi: boolean]) => neededBy(files, ...of).map(({ url }) => url);
    const always = ['models/starter/unet/config.json', 'samples/sample-01.webp', `${ORT}.wasm`];
    expect(urls('wasm', true)).toEqual(always);
    expect(urls('webgpu', true)).toEqual([...always, `${ORT}.jspi.wasm`]);
    expect(urls('webgpu', false)).toEqual([...always, `${ORT}.asyncify.wasm`]);
  });

  it.each([
    ['', 'navigate', 'index.html'],
    ['?device=wasm', 'navigate', 'index.html'],
    ['index.html', 'navigate', 'index.html'],
    ['bench.html', 'navigate', 'bench.html'],
    ['assets/index-Ab.js', 'cors', 'assets/index-Ab.js'],
    ['assets/index-Ab.js?v=2', 'cors', null],
    ['assets/index-Of-another-version.js', 'cors', 'missing'],
    ['models/starter/text_encoder/model.fp16.safetensors', 'cors', 'missing'],
    ['models/starter/README.md', 'navigate', null],
    ['of-another-program/data.json', 'cors', null],
    ['../other/index.html', 'navigate', null],
    ['https://huggingface.co/weft/index.html', 'cors', null],
  ] as const)('“%s” (%s) is %s', (path, mode, found) => {
    const file = fileAt(files, { url: new URL(path, SCOPE).href, mode }, SCOPE);
    expect(typeof file === 'object' && file !== null ? file.url : file).toBe(found);
  });
});

describe('answers', () => {
  it('isolate where the host does not, and leave its own headers', async () => {
    const bare = isolated(new Response('x', { status: 201, headers: { 'Content-Type': 'text/html' } }));
    expect(bare.status).toBe(201);
    expect(await bare.text()).toBe('x');
    expect(Object.fromEntries(bare.headers)).toEqual({
      'content-type': 'text/html',
      'cross-origin-opener-policy': 'same-origin',
      'cross-origin-embedder-policy': 'require-corp',
    });
    const own = { 'Cross-Origin-Embedder-Policy': 'credentialless', 'Content-Security-Policy': "default-src 'self'" };
    const headers = isolated(new Response('', { headers: own })).headers;
    expect(headers.get('cross-origin-embedder-policy')).toBe('credentialless');
    expect(headers.get('content-security-policy')).toBe("default-src 'self'");
  });

  it('to HEAD tell the length of the file, not of what was sent', async () => {
    const head = headOf(new Response('packed', { headers: { 'Content-Length': '6' } }), 1234);
    expect(head.headers.get('content-length')).toBe('1234');
    expect(await head.text()).toBe('');
  });
});

describe('a new version', () => {
  const page = (id: string, path = '') => ({ id, url: new URL(path, SCOPE).href });
  const place = (...pages: { id: string; url: string }[]) => ({
    registration: { scope: SCOPE },
    clients: { matchAll: async () => pages },
    skipWaiting: vi.fn(async () => undefined),
  });

  it('takes over when the only page asks for it', async () => {
    const only = place(page('a', '?device=wasm'), page('b', '../another-studio/'));
    expect(await takeOver(only, 'a')).toBe('taking over');
    expect(only.skipWaiting).toHaveBeenCalledOnce();
  });

  it.each([
    ['another page uses the old one', 'a', [page('a'), page('b', 'bench.html')]],
    ['it is not known who asks', null, [page('a')]],
  ] as const)('waits while %s', async (_, asking, pages) => {
    const used = place(...pages);
    expect(await takeOver(used, asking)).toBe('in use');
    expect(used.skipWaiting).not.toHaveBeenCalled();
  });
});

describe('a place that the studio was taken from', () => {
  it.each([
    [404, 'text/html', true],
    [410, '', true],
    [200, 'text/html', true],
    [200, 'text/javascript', false],
    [200, 'application/javascript; charset=utf-8', false],
    [503, 'text/html', false],
  ])('is told by %i with “%s”: %s', (status, type, withdrawn) => {
    expect(saysWithdrawn(new Response('', { status, headers: { 'content-type': type } }))).toBe(withdrawn);
  });
});

describe('the service worker', () => {
  const unregister = vi.fn(async () => true);
  const look = () => endIfWithdrawn({ unregister }, `${SCOPE}offline.worker.js`);

  it.each([
    ['is not there', async () => new Response('', { status: 404 }), 1],
    ['is there', async () => new Response('', { headers: { 'content-type': 'text/javascript' } }), 0],
    ['can’t be reached', () => Promise.reject(new TypeError('Failed to fetch')), 0],
    [
      'is on a host without HEAD',
      async (_: string, { method }: RequestInit) =>
        new Response('', { status: method === 'HEAD' ? 404 : 200, headers: { 'content-type': 'text/javascript' } }),
      0,
    ],
  ])('that %s ends itself as often as it should', async (_, answer, times) => {
    unregister.mockClear();
    vi.stubGlobal('fetch', answer);
    await look();
    expect(unregister).toHaveBeenCalledTimes(times);
  });
});

describe('what other programs share', () => {
  const share = (body: FormData) => new Request(`${SCOPE}?share-target`, { method: 'POST', body });

  it('waits under its name and kind for the page that is led to it', async () => {
    const caches = withCaches();
    const form = new FormData();
    form.append('title', 'no file');
    form.append('files', new File(['bytes'], 'Ankara blau/1.png', { type: 'image/png' }));
    expect(isShare(share(form), SCOPE)).toBe(true);
    expect(isShare(new Request(`${SCOPE}?share-target`), SCOPE)).toBe(false);
    expect(isShare(share(form), 'https://another.example/')).toBe(false);
    const answer = await takeShare(share(form), SCOPE);
    expect(answer.status).toBe(303);
    const id = new URL(answer.headers.get('location') ?? '').searchParams.get('shared');
    const [[address, kept] = []] = [...(caches.get(sharedCache(SCOPE))?.entries ?? [])];
    expect(address).toBe(`${SCOPE}shared-files/${id}/0/Ankara%20blau%2F1.png`);
    expect(kept?.headers.get('content-type')).toBe('image/png');
    expect(await kept?.text()).toBe('bytes');
  });

  it('that finds no room says so to the page', async () => {
    vi.stubGlobal('caches', { open: () => Promise.reject(new DOMException('no', 'SecurityError')) });
    const answer = await takeShare(share(new FormData()), SCOPE);
    expect(answer.headers.get('location')).toBe(`${SCOPE}?shared=failed`);
  });
});

it('messages of other versions are left alone', () => {
  const keep = { kind: 'keep', device: 'wasm', script: 'https://host.example/a.js' };
  expect(readOfflineMessage(keep)).toEqual(keep);
  expect(readOfflineMessage({ kind: 'take over', more: 1 })).toEqual({ kind: 'take over' });
  for (const other of [null, 'keep', {}, { kind: 'keep' }, { ...keep, device: 'npu' }, { ...keep, script: 1 }]) {
    expect(readOfflineMessage(other)).toBeNull();
  }
});
