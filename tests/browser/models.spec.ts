/** Models by hand: found, downloaded through broken connections, used, kept over a reload, checked, removed, refused. */
import { expect, type Page, test } from '@playwright/test';
import { COMMIT, digestOf, ImitationHub, tinyFiles } from './models/imitationHub.ts';
import { openTinyModel } from './models/tinyModel.ts';
import { storedFiles } from './outputs/storedFiles.ts';
import { fill, generate, goTo, openStudio } from './outputs/studioSteps.ts';

const UNET = 'unet/diffusion_pytorch_model.safetensors';
const FOLDER = `weaver-tiny-cloth-${COMMIT.slice(0, 8)}`;

let hub: ImitationHub;
let files: Map<string, Buffer>;
const bytesOf = (path: string) => files.get(path) ?? Buffer.alloc(0);

test.beforeEach(async ({ page }) => {
  files = await tinyFiles();
  hub = await ImitationHub.start();
  hub.add('weaver/tiny-cloth', files);
  await openTinyModel(page);
});
test.afterEach(() => hub.stop());

const row = (page: Page, name: string) =>
  page.getByRole('list', { name: 'Models' }).getByRole('listitem').filter({ hasText: name });
const alerts = (page: Page, words: string | RegExp) => page.getByRole('alert').filter({ hasText: words });
const status = (page: Page) => page.getByRole('region', { name: 'Status' });

/** Changes one byte of a stored file, as a failing disk would. */
async function damageStored(page: Page, path: string): Promise<void> {
  await page.evaluate(async (names) => {
    let folder = await (await navigator.storage.getDirectory()).getDirectoryHandle('models');
    const name = names.pop() ?? '';
    for (const part of names) folder = await folder.getDirectoryHandle(part);
    const writing = await (await folder.getFileHandle(name)).createWritable({ keepExistingData: true });
    await writing.write({ type: 'write', position: 40_000, data: new Uint8Array([1, 2, 3, 4]) });
    await writing.close();
  }, path.split('/'));
}

async function lookUp(page: Page, repository: string): Promise<void> {
  await page.getByRole('button', { name: 'Add a model' }).click();
  await page.getByLabel('Repository', { exact: true }).fill(`${hub.address}/${repository}`);
  await page.getByRole('button', { name: 'Look it up' }).click();
}

async function startDownload(page: Page): Promise<void> {
  await lookUp(page, 'weaver/tiny-cloth');
  await page.getByRole('button', { name: /^Download / }).click();
}

test('a model comes whole through a connection that breaks five times, draws, outlives a reload and is removed', async ({
  page,
}) => {
  const { length } = bytesOf(UNET);
  const breaks = [0.1, 0.02, 0.23, 0.15, 0.3].map((share) => Math.floor(share * Math.random() * length) + 1000);
  hub.expect(UNET, ...breaks.map((breakAfter) => ({ breakAfter })));
  await openStudio(page, 'wasm');
  await goTo(page, 'Library');
  await lookUp(page, 'weaver/tiny-cloth');
  const offer = page.getByRole('region', { name: 'What was found' });
  await expect(offer).toContainText('tiny-cloth is Stable Diffusion’s architecture: 1.2 MB in 10 files.');
  await expect(offer).toContainText('at 100 Mbit/s');
  await page.getByRole('button', { name: 'Download 1.2 MB' }).click();
  await expect(row(page, 'tiny-cloth')).toContainText('1.2 MB · from 127.0.0.1', { timeout: 60_000 });

  const ranges = hub.requests.filter(({ path }) => path === UNET);
  expect(ranges).toHaveLength(6);
  let delivered = 0;
  for (const { from, sent } of ranges) {
    // Each goes on where the one before broke off; the last bytes of a broken connection may not have arrived.
    expect(from).toBeLessThanOrEqual(delivered);
    expect(delivered - from).toBeLessThan(70_000);
    delivered = from + sent;
  }
  const stored = await storedFiles(page);
  expect(stored[`${FOLDER}/${UNET}`]).toBe(digestOf(bytesOf(UNET)));
  const needed = Object.keys(stored).filter((path) => !path.endsWith('model.json'));
  expect(needed.some((path) => /README|\.bin|\.partial/.test(path))).toBe(false);
  for (const path of needed) expect(stored[path]).toBe(digestOf(bytesOf(path.slice(FOLDER.length + 1))));

  await page.getByRole('button', { name: 'Use tiny-cloth' }).click();
  await expect(status(page)).toContainText('tiny-cloth on wasm', { timeout: 60_000 });
  await expect(row(page, 'tiny-cloth')).toContainText('Open');
  await goTo(page, 'Create');
  await fill(page, { 'Sampling steps': 2 });
  await generate(page);

  await page.reload();
  await expect(status(page)).toContainText('tiny-cloth on wasm', { timeout: 60_000 });
  await goTo(page, 'Library');
  await expect(page.getByRole('button', { name: 'Remove tiny-cloth' })).toBeHidden();
  await page.getByRole('button', { name: 'Use the starter' }).click();
  await expect(status(page)).toContainText('weft-starter on wasm', { timeout: 60_000 });
  await page.getByRole('button', { name: 'Remove tiny-cloth' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Remove', exact: true }).click();
  await expect(row(page, 'tiny-cloth')).toHaveCount(0);
  expect(await storedFiles(page)).toEqual({});
});

test('a download is paused, left and gone on with after a reload; a damaged byte is found and only its file fetched again', async ({
  page,
}) => {
  const half = Math.floor(bytesOf(UNET).length / 2);
  hub.expect(UNET, { holdAfter: half }, {});
  // One byte of the second answer's file, which has no earlier part.
  hub.expect('vae/diffusion_pytorch_model.safetensors', { damageAt: 5000 });
  await openStudio(page, 'wasm');
  await goTo(page, 'Library');
  await startDownload(page);
  await expect(page.getByRole('progressbar', { name: 'Downloading tiny-cloth' })).toBeVisible();
  await expect.poll(() => hub.requests.some(({ path, sent }) => path === UNET && sent === half)).toBe(true);
  await page.getByRole('button', { name: 'Pause' }).click();
  await expect(row(page, 'tiny-cloth')).toContainText(/KB of 1\.2 MB are there/);
  expect(Object.keys(await storedFiles(page))).toContain(`${FOLDER}/${UNET}.partial`);

  await page.reload();
  await goTo(page, 'Library');
  await page.getByRole('button', { name: 'Go on with tiny-cloth' }).click();
  await expect(
    alerts(page, 'vae/diffusion_pytorch_model.safetensors came damaged and was fetched again'),
  ).toBeVisible();
  await expect(page.getByRole('button', { name: 'Use tiny-cloth' })).toBeVisible();
  const again = hub.requests.filter(({ path }) => path === UNET).at(-1);
  expect(again?.from).toBeGreaterThan(0);
  expect(again?.from).toBeLessThanOrEqual(half);
  const fetches = (path: string) => hub.requests.filter((request) => request.path === path).length;
  expect(fetches('vae/diffusion_pytorch_model.safetensors')).toBe(2);
  expect(fetches('text_encoder/model.safetensors')).toBe(1);
  expect((await storedFiles(page))[`${FOLDER}/${UNET}`]).toBe(digestOf(bytesOf(UNET)));

  // A byte that changes on the disk is found too, and only its file fetched again.
  await damageStored(page, `${FOLDER}/vae/diffusion_pytorch_model.safetensors`);
  await page.getByRole('button', { name: 'Check the files of tiny-cloth' }).click();
  await expect(alerts(page, 'Damaged: vae/diffusion_pytorch_model.safetensors.')).toBeVisible();
  await page.getByRole('button', { name: 'Go on with tiny-cloth' }).click();
  await expect(page.getByRole('button', { name: 'Use tiny-cloth' })).toBeVisible();
  expect(fetches('vae/diffusion_pytorch_model.safetensors')).toBe(3);
  expect(fetches(UNET)).toBe(2);
});

test('what can’t be used or had is said before anything is downloaded, each with a way out', async ({ page }) => {
  const index = (pipeline: string) => new Map([['model_index.json', Buffer.from(`{"_class_name": "${pipeline}"}`)]]);
  hub.add('weaver/xl', index('StableDiffusionXLPipeline'));
  hub.add('weaver/gated', new Map(), { status: 401, errorCode: 'GatedRepo' });
  const headless = new Map([...files].filter(([path]) => !path.startsWith('unet/')));
  hub.add('weaver/headless', headless);
  await openStudio(page, 'wasm');
  await goTo(page, 'Library');
  await page.getByRole('button', { name: 'Add a model' }).click();
  const dialog = page.getByRole('dialog');
  const refused = async (repository: string, words: RegExp) => {
    await dialog.getByLabel('Repository', { exact: true }).fill(repository);
    await dialog.getByRole('button', { name: 'Look it up' }).click();
    await expect(dialog.getByRole('alert')).toContainText(words);
  };
  await refused(
    `${hub.address}/weaver/xl`,
    /This model is Stable Diffusion XL.*Choose one of Stable Diffusion 1 or 2/s,
  );
  await refused(`${hub.address}/weaver/gated`, /accepted its terms.*make an access token/s);
  await refused(`${hub.address}/weaver/nowhere`, /no public repository “weaver\/nowhere”.*Check how it is written/s);
  await refused(`${hub.address}/weaver/headless`, /lacks a U-Net.*Choose a folder in diffusers/s);
  await refused('http://127.0.0.1:9/weaver/tiny-cloth', /can’t be reached.*Check the connection/s);
  await refused('tiny cloth', /not the name of a model’s repository/);
});

test('a full disk is met before the download, and where it fills up meanwhile what came is kept', async ({
  playwright,
  launchOptions,
  baseURL,
}) => {
  // A browser with a profile on disk: in a private window quotas don't hold.
  const context = await playwright.chromium.launchPersistentContext('', { ...launchOptions, baseURL: baseURL ?? '' });
  const page = await context.newPage();
  await openTinyModel(page);
  await openStudio(page, 'wasm');
  await goTo(page, 'Library');
  const browser = await context.newCDPSession(page);
  const { origin } = new URL(page.url());
  const limitTo = (quotaSize?: number) =>
    browser.send('Storage.overrideQuotaForOrigin', { origin, ...(quotaSize !== undefined && { quotaSize }) });

  await limitTo(20e6);
  await startDownload(page);
  await expect(alerts(page, 'There is not enough room')).toContainText('Remove a model');
  expect(hub.requests.some(({ path }) => path.endsWith('.safetensors'))).toBe(false);
  expect(Object.keys(await storedFiles(page))).toEqual([]);

  await limitTo();
  hub.expect(UNET, { holdAfter: 100_000 });
  await startDownload(page);
  await expect.poll(() => hub.requests.some(({ path, sent }) => path === UNET && sent === 100_000)).toBe(true);
  await limitTo(1);
  hub.release();
  await expect(alerts(page, 'storage is full')).toContainText('What was downloaded is kept');
  await limitTo();
  await page.getByRole('button', { name: 'Go on with tiny-cloth' }).click();
  await expect(page.getByRole('button', { name: 'Use tiny-cloth' })).toBeVisible();
  expect((await storedFiles(page))[`${FOLDER}/${UNET}`]).toBe(digestOf(bytesOf(UNET)));
  await context.close();
});

test('a folder is copied; a model that is gone from storage gives way to the starter, with a sentence', async ({
  page,
}) => {
  await openStudio(page, 'wasm');
  await goTo(page, 'Library');
  await page.getByRole('button', { name: 'Add a model' }).click();
  await page.getByText('A folder', { exact: true }).click();
  await page.getByLabel('Choose its folder').setInputFiles('tests/fixtures/tiny');
  await expect(row(page, 'tiny')).toContainText('from your folder “tiny”');
  const [folder = ''] = Object.keys(await storedFiles(page)).map((path) => path.split('/')[0]);
  expect((await storedFiles(page))[`${folder}/${UNET}`]).toBe(digestOf(bytesOf(UNET)));
  expect(Object.keys(await storedFiles(page)).some((path) => path.includes('expected'))).toBe(false);
  await page.getByRole('button', { name: 'Use tiny', exact: true }).click();
  await expect(status(page)).toContainText('tiny on wasm', { timeout: 60_000 });

  await page.goto('./favicon.svg');
  await page.evaluate(async () => {
    const root = await navigator.storage.getDirectory();
    await root.removeEntry('models', { recursive: true });
  });
  await openStudio(page, 'wasm');
  await expect(status(page)).toContainText('weft-starter on wasm');
  await expect(alerts(page, '“tiny” could not be opened')).toContainText('The starter is open instead');
});
