/** What the page decides about its service worker, and what systems are told of the installed studio. */
import { existsSync, readFileSync } from 'node:fs';
import sharp from 'sharp';
import { afterEach, describe, expect, it, vi } from 'vitest';
import * as z from 'zod';
import { icons, renderIcon } from '../../../scripts/icons/render.mjs';
import { forThreads, noteReload } from '../../../src/app/offline/reloading.ts';
import { useNewVersion } from '../../../src/app/offline/versions.ts';
import { ASKED, SHARED_FIELD } from '../../../src/contract/offlineWorker.ts';
import { isModelFile, isPictureFile } from '../../../src/kit/files/fileKinds.ts';
import { useNotices } from '../../../src/session/noticesStore.ts';

afterEach(() => vi.unstubAllGlobals());

describe('a reload for threads', () => {
  const first = { isolated: false, served: false, reloaded: false, touched: false, busy: false };

  it('happens once, before anybody is at work', () => {
    expect(forThreads(first)).toBe('reload');
    expect(forThreads({ ...first, reloaded: true })).toBe('offer');
    expect(forThreads({ ...first, touched: true })).toBe('offer');
    expect(forThreads({ ...first, busy: true })).toBe('offer');
  });

  it('is not even offered where it would change nothing', () => {
    expect(forThreads({ ...first, isolated: true })).toBe('nothing');
    expect(forThreads({ ...first, served: true, touched: true })).toBe('nothing');
  });

  it('counts as done where the tab can’t remember', () => {
    const kept = new Map<string, string>();
    vi.stubGlobal('sessionStorage', {
      getItem: (key: string) => kept.get(key) ?? null,
      setItem: (key: string, value: string) => kept.set(key, value),
    });
    expect([noteReload(), noteReload()]).toEqual([false, true]);
    vi.stubGlobal('sessionStorage', undefined);
    expect(noteReload()).toBe(true);
  });
});

describe('“Reload to use it”', () => {
  const waiting = (answer: string) => ({
    postMessage: vi.fn((_: unknown, [port]: MessagePort[]) => port?.postMessage(answer)),
  });
  const press = (worker: ReturnType<typeof waiting> | null, busy = false) =>
    useNewVersion({ waiting: worker as unknown as ServiceWorker | null }, () => busy);
  const told = () => useNotices.getState().notices.map(({ message }) => message);

  afterEach(() => useNotices.setState({ notices: [] }));

  it('has the version that waits take over', async () => {
    const worker = waiting('taking over');
    await press(worker);
    expect(worker.postMessage).toHaveBeenCalledOnce();
    expect(told()).toEqual([]);
  });

  it('says where the old one is in use', async () => {
    await press(waiting('in use'));
    expect(told()).toEqual([expect.stringContaining('another tab')]);
  });

  it('breaks no work off', async () => {
    const worker = waiting('taking over');
    await press(worker, true);
    expect(worker.postMessage).not.toHaveBeenCalled();
    expect(told()).toEqual([expect.stringContaining('still at work')]);
  });

  it('asks nobody where none waits any more', async () => {
    await press(null);
    expect(told()).toEqual([]);
  });
});

describe('the manifest', () => {
  const Manifest = z.object({
    start_url: z.literal('./'),
    scope: z.literal('./'),
    icons: z.array(z.object({ src: z.string(), sizes: z.string() })),
    file_handlers: z.array(z.object({ action: z.literal('./'), accept: z.record(z.string(), z.array(z.string())) })),
    share_target: z.object({
      action: z.string(),
      params: z.object({ files: z.array(z.object({ name: z.string() })) }),
    }),
  });
  const manifest = Manifest.parse(JSON.parse(readFileSync('public/manifest.webmanifest', 'utf8')));

  it('names icons that are there, as large as it says', async () => {
    for (const { src, sizes } of manifest.icons) {
      expect(existsSync(`public/${src}`)).toBe(true);
      const { width, height } = await sharp(`public/${src}`).metadata();
      if (sizes !== 'any') expect(`${width}x${height}`).toBe(sizes);
    }
  });

  it('opens files that a panel takes, and sends shared ones where the service worker looks for them', () => {
    const endings = manifest.file_handlers.flatMap(({ accept }) => Object.values(accept).flat());
    expect(endings).toContain('.safetensors');
    for (const ending of endings) {
      const file = new File([], `x${ending}`);
      expect(isPictureFile(file) || isModelFile(file)).toBe(true);
    }
    expect(manifest.share_target.action).toBe(`./?${ASKED.share}`);
    expect(manifest.share_target.params.files.map(({ name }) => name)).toEqual([SHARED_FIELD]);
  });

  it.each(icons.map((icon) => [icon.file, icon] as const))(
    'has %s drawn as the page’s own icon is',
    async (file, icon) => {
      const pixels = async (png: Buffer) => sharp(png).ensureAlpha().raw().toBuffer();
      const [kept, drawn] = await Promise.all([
        pixels(readFileSync(`public/icons/${file}`)),
        renderIcon(readFileSync('public/favicon.svg'), icon).then(pixels),
      ]);
      expect(kept.length).toBe(drawn.length);
      const off = kept.reduce((sum, value, index) => sum + Math.abs(value - (drawn[index] ?? 0)), 0) / kept.length;
      // Versions of the drawing library smooth edges a little differently.
      expect(off).toBeLessThan(1);
    },
  );
});
