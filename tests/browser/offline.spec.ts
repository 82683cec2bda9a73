/** The studio as it is installed from a plain static host: threads, work without a network, new versions, shared files. */
import { readFileSync, rmSync } from 'node:fs';
import { expect, type Page, test } from '@playwright/test';
import { nextBuild, StaticSite, tinyBuild } from './offline/staticSite.ts';
import { storedAdapters } from './outputs/storedAdapters.ts';
import { DRAWING_TIMEOUT, fill, generate, goTo, TRAINING_TIMEOUT, useSampleFabrics } from './outputs/studioSteps.ts';

const NEW_VERSION = 'A new version of Weft is there.';

// Recording looks into the page, which counts as somebody's touching it: then it doesn't reload by itself.
test.use({ trace: 'off' });

test.describe('installed', () => {
  test.use({ serviceWorkers: 'allow' });

  let site: StaticSite;
  const folders: string[] = [];

  test.beforeEach(async () => {
    const folder = await tinyBuild();
    folders.push(folder);
    site = new StaticSite(folder);
    await site.start();
  });

  test.afterEach(async () => {
    await site.stop();
    for (const folder of folders.splice(0)) rmSync(folder, { recursive: true });
  });

  const opened = (page: Page) =>
    expect(page.getByRole('region', { name: 'Status' })).toContainText(/on wasm, \d+ threads/, {
      timeout: DRAWING_TIMEOUT,
    });

  const keptPaths = (page: Page) =>
    page.evaluate(async () => {
      const names = (await caches.keys()).filter((name) => name.startsWith('weft-files '));
      const keys = await Promise.all(names.map(async (name) => (await caches.open(name)).keys()));
      return keys.flat().map(({ url }) => new URL(url).pathname.replace('/weft/', ''));
    });

  /** Opens the studio for the first time, up to where all that it needs is kept. */
  async function firstVisit(page: Page): Promise<void> {
    await page.goto(`${site.url}?device=wasm`);
    await allKept(page);
  }

  async function allKept(page: Page): Promise<void> {
    await opened(page);
    await expect
      .poll(() => keptPaths(page), { timeout: 60_000 })
      .toEqual(
        expect.arrayContaining([
          'models/starter/unet/diffusion_pytorch_model.safetensors',
          'ort/ort-wasm-simd-threaded.wasm',
          'samples/sample-10.webp',
        ]),
      );
  }

  test('gets threads by one reload, and opens, trains and draws without a network', async ({ page, context }) => {
    let loads = 0;
    page.on('load', () => loads++);
    await firstVisit(page);
    expect(await page.evaluate(() => crossOriginIsolated)).toBe(true);
    expect(loads).toBe(2);
    const kept = await keptPaths(page);
    expect(kept.filter((path) => /^ort\/.*(jspi|asyncify)|^bench/.test(path))).toEqual([]);
    await page.close();

    await site.stop();
    await context.setOffline(true);
    const again = await context.newPage();
    await again.goto(`${site.url}?device=wasm#/create`);
    await opened(again);
    expect(await again.evaluate(() => crossOriginIsolated)).toBe(true);
    await useSampleFabrics(again);
    await goTo(again, 'Train');
    await again.getByText('Expert settings', { exact: true }).click();
    await fill(again, {
      'Adapter name': 'Far from everywhere',
      Steps: 4,
      'Class images': 1,
      Rank: 2,
      'Steady loss every': 0,
      'Sample pictures every': 0,
    });
    await again.getByRole('button', { name: 'Start training' }).click();
    await expect(again.getByRole('status').getByText('Training finished', { exact: true })).toBeVisible({
      timeout: TRAINING_TIMEOUT,
    });
    const learnt = (await storedAdapters(again)).find(({ name }) => name === 'Far from everywhere');
    expect(learnt?.theta.some((value) => value !== 0)).toBe(true);
    await goTo(again, 'Create');
    await fill(again, { 'Sampling steps': 2 });
    const picture = await generate(again);
    const colours = await picture.evaluate(async (image: HTMLImageElement) => {
      await image.decode();
      const canvas = new OffscreenCanvas(image.naturalWidth, image.naturalHeight);
      const pen = canvas.getContext('2d');
      pen?.drawImage(image, 0, 0);
      return new Set(new Uint32Array(pen?.getImageData(0, 0, canvas.width, canvas.height).data.buffer ?? [])).size;
    });
    expect(colours).toBeGreaterThan(100);
  });

  test('stays whole in one version until a person reloads to use the next', async ({ page, context }) => {
    await firstVisit(page);
    const samples = (of: Page) => of.evaluate(async () => (await fetch('samples/samples.json')).text());
    const first = await samples(page);
    const next = await nextBuild(site.folder);
    folders.push(next.folder);
    site.folder = next.folder;

    await page.reload();
    await expect(page.getByText(NEW_VERSION)).toBeVisible({ timeout: 120_000 });
    expect((await page.request.get(`${site.url}${next.gone}`)).status()).toBe(404);
    // The old version's files are there for pages that are opened now too, whatever the host has by now.
    const beside = await context.newPage();
    await beside.goto(`${site.url}?device=wasm`);
    for (const old of [page, beside]) {
      await expect(old.locator('html')).not.toHaveAttribute('data-version');
      await goTo(old, 'Morph');
      expect(await samples(old)).toBe(first);
    }

    await page.getByRole('button', { name: 'Reload to use it' }).click();
    await expect(page.getByText('Weft is open in another tab or window too')).toBeVisible();
    await expect(page.locator('html')).not.toHaveAttribute('data-version');
    expect(await samples(page)).toBe(first);

    await beside.close();
    await opened(page);
    await page.getByRole('button', { name: 'Reload to use it' }).click();
    await expect(page.locator('html')).toHaveAttribute('data-version', 'next', { timeout: 120_000 });
    await expect(page).toHaveURL(`${site.url}?device=wasm#/morph`);
    await opened(page);
    await expect(page.getByRole('heading', { name: 'Morph', level: 1 })).toBeVisible();
    await expect(page.getByText(NEW_VERSION)).toHaveCount(0);
    expect(await samples(page)).toBe(`${first}\n`);
    expect(await page.evaluate(() => crossOriginIsolated)).toBe(true);
    await expect.poll(() => keptPaths(page)).not.toContain(next.gone);

    // What the old version had kept, the new one kept of its own before it was used.
    await site.stop();
    await context.setOffline(true);
    await page.reload();
    await opened(page);
    expect(await samples(page)).toBe(`${first}\n`);
  });

  test('does not reload under a person’s hands, takes what is shared, and is removed by its address', async ({
    page,
  }) => {
    let loads = 0;
    page.on('load', () => loads++);
    await page.goto(`${site.url}?device=wasm`);
    await page.getByRole('heading', { name: 'Dataset', level: 1 }).click();
    await expect(page.getByText('can use all of the processor’s cores here after a reload')).toBeVisible({
      timeout: DRAWING_TIMEOUT,
    });
    expect(loads).toBe(1);
    await page.getByRole('button', { name: 'Reload', exact: true }).click();
    await allKept(page);
    await page.evaluate(
      (bytes) => {
        const chosen = new DataTransfer();
        chosen.items.add(new File([new Uint8Array(bytes)], 'from a phone.webp', { type: 'image/webp' }));
        const form = document.createElement('form');
        form.method = 'post';
        form.enctype = 'multipart/form-data';
        form.action = './?share-target';
        const field = Object.assign(document.createElement('input'), {
          type: 'file',
          name: 'files',
          files: chosen.files,
        });
        form.append(field);
        document.body.append(form);
        form.submit();
      },
      [...readFileSync('public/samples/sample-01.webp')],
    );
    await expect(page.getByRole('button', { name: 'Remove from a phone.webp' })).toBeVisible({ timeout: 60_000 });
    await expect(page).toHaveURL(`${site.url}#/dataset`);

    await page.goto(`${site.url}?offline=remove`);
    await expect(page.getByText('What Weft kept to work without a network is removed.')).toBeVisible();
    expect(await page.evaluate(() => caches.keys())).toEqual([]);
    expect(await page.evaluate(async () => (await navigator.serviceWorker.getRegistrations()).length)).toBe(0);
    await expect(page.getByRole('button', { name: 'Remove from a phone.webp' })).toBeVisible();
  });
});

test('no other test meets the service worker, in whatever context', async ({
  page,
  browser,
  playwright,
  launchOptions,
  baseURL,
}) => {
  const registrations = async (of: Page) => {
    await of.goto(baseURL ?? '');
    return of.evaluate(async () => {
      await navigator.serviceWorker.register('./offline.worker.js');
      return (await navigator.serviceWorker.getRegistrations()).length;
    });
  };
  expect(await registrations(page)).toBe(0);
  const context = await browser.newContext();
  expect(await registrations(await context.newPage())).toBe(0);
  await context.close();
  const profile = await playwright.chromium.launchPersistentContext('', launchOptions);
  expect(await registrations(await profile.newPage())).toBe(0);
  await profile.close();
});
