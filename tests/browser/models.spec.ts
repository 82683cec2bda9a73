/** Models by hand: found, downloaded through broken connections, used, kept over a reload, checked, removed, refused. */
import { writeFile } from 'node:fs/promises';
import { expect, type Page, test } from '@playwright/test';
import { float32Tensor, type WeightTensor, writeSafetensors } from '@weft/engine/internal';
import { originalTensors, smallModel } from '../engine/model/singleFile/originalFile.ts';
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
  const breaks = Array.from({ length: 5 }, () => Math.floor((0.05 + 0.1 * Math.random()) * length));
  hub.expect(UNET, ...breaks.map((breakAfter) => ({ breakAfter })));
  await openStudio(page, 'wasm');
  await goTo(page, 'Library');
  await lookUp(page, 'weaver/tiny-cloth');
  const offer = page.getByRole('region', { name: 'What was found' });
  await expect(offer).toContainText('tiny-cloth is Stable Diffusion’s architecture: 1.3 MB in 10 files.');
  await expect(offer).toContainText('at 100 Mbit/s');
  await page.getByRole('button', { name: 'Download 1.3 MB' }).click();
  await expect(row(page, 'tiny-cloth')).toContainText('1.3 MB · from 127.0.0.1', { timeout: 60_000 });

  const ranges = hub.requests.filter(({ path }) => path === UNET);
  expect(ranges).toHaveLength(6);
  // Each goes on from what arrived of the one before, of whose last bytes a breaking connection may lose some.
  for (const [index, { from }] of ranges.entries()) {
    const before = ranges[index - 1] ?? { from: 0, sent: 0 };
    expect(from).toBeGreaterThanOrEqual(before.from);
    expect(from).toBeLessThanOrEqual(before.from + before.sent);
  }
  expect(ranges.at(-1)?.from).toBeGreaterThan(length / 10);
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
  // A server that knows no ranges sends the whole file again.
  hub.expect('text_encoder/model.safetensors', { breakAfter: 50_000 }, { ignoreRange: true });
  hub.expect('vae/diffusion_pytorch_model.safetensors', { damageAt: 5000 });
  await openStudio(page, 'wasm');
  await goTo(page, 'Library');
  await startDownload(page);
  await expect(page.getByRole('progressbar', { name: 'Downloading tiny-cloth' })).toBeVisible();
  await expect.poll(() => hub.requests.some(({ path, sent }) => path === UNET && sent === half)).toBe(true);
  await page.getByRole('button', { name: 'Pause' }).click();
  await expect(row(page, 'tiny-cloth')).toContainText(/KB of 1\.3 MB are there/);
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
  expect(fetches('text_encoder/model.safetensors')).toBe(2);
  // Once to look at it before the download, once to keep it.
  expect(fetches('tokenizer/tokenizer.json')).toBe(2);
  for (const path of [UNET, 'text_encoder/model.safetensors', 'vae/diffusion_pytorch_model.safetensors']) {
    expect((await storedFiles(page))[`${FOLDER}/${path}`]).toBe(digestOf(bytesOf(path)));
  }

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
    /This model is Stable Diffusion XL.*Use a model of the Stable Diffusion 1 or 2 family/s,
  );
  await refused(`${hub.address}/weaver/gated`, /accepted its terms.*make an access token/s);
  await refused(`${hub.address}/weaver/nowhere`, /no public repository “weaver\/nowhere”.*Check how it is written/s);
  await refused(`${hub.address}/weaver/headless`, /has no U-Net.*Choose the folder that holds unet/s);
  await refused('http://127.0.0.1:9/weaver/tiny-cloth', /can’t be reached.*Check the connection/s);
  await refused('tiny cloth', /not the name of a model’s repository/);
});

test('another hub is asked only when it was confirmed; a redirect to where files lie loses the token', async ({
  page,
}) => {
  const MIRROR = 'https://mirror.invalid';
  const heard: (string | undefined)[] = [];
  await page.context().route(/^https:\/\/(huggingface\.co|mirror\.invalid)\//, async (route) => {
    heard.push(route.request().headers().authorization);
    const { pathname, search } = new URL(route.request().url());
    await route.fulfill({
      status: 302,
      headers: { location: `${hub.address}${pathname}${search}`, 'access-control-allow-origin': '*' },
    });
  });
  await openStudio(page, 'wasm');
  await goTo(page, 'Library');
  await page.getByRole('button', { name: 'Add a model' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByText('Not public?').click();
  await dialog.getByLabel('Access token', { exact: true }).fill('secret');
  const look = async (repository: string) => {
    await dialog.getByLabel('Repository', { exact: true }).fill(repository);
    await dialog.getByRole('button', { name: 'Look it up' }).click();
  };

  await look(`${MIRROR}/weaver/tiny-cloth`);
  const question = dialog.getByRole('alert', { name: 'Another hub' });
  await expect(question).toContainText('mirror.invalid is not huggingface.co');
  await question.getByRole('button', { name: 'Don’t' }).click();
  await expect(question).toBeHidden();
  expect(heard).toEqual([]);

  await look('weaver/tiny-cloth');
  await expect(dialog.getByRole('region', { name: 'What was found' })).toContainText('tiny-cloth is Stable Diffusion');
  expect(heard.length).toBeGreaterThan(1);
  expect(new Set(heard)).toEqual(new Set(['Bearer secret']));
  expect(hub.heard.length).toBeGreaterThan(1);
  expect(new Set(hub.heard)).toEqual(new Set([undefined]));

  // Its answer is kept; the page has no leave to reach that host, which is said too.
  await look(`${MIRROR}/weaver/tiny-cloth`);
  await question.getByRole('button', { name: 'Ask mirror.invalid' }).click();
  await expect(dialog.getByRole('alert')).toContainText('mirror.invalid can’t be reached');
  await page.reload();
  await goTo(page, 'Library');
  await page.getByRole('button', { name: 'Add a model' }).click();
  await look(`${MIRROR}/weaver/tiny-cloth`);
  await expect(dialog.getByRole('alert')).toContainText('mirror.invalid can’t be reached');
});

test('a part that failed to load comes at the next try: of a worker at once, of the page after a reload', async ({
  page,
}) => {
  const withhold = (part: string) => page.context().route(`**/assets/${part}-*.js`, (route) => route.abort());
  const give = (part: string) => page.context().unroute(`**/assets/${part}-*.js`);
  await withhold('AddModelDialog');
  await openStudio(page, 'wasm');
  await goTo(page, 'Library');
  await page.getByRole('button', { name: 'Add a model' }).click();
  const failed = alerts(page, 'Adding a model can’t be shown');
  await expect(failed).toBeVisible();
  await give('AddModelDialog');
  await failed.getByRole('button', { name: 'Reload the page' }).click();

  await withhold('lookUp');
  await goTo(page, 'Library');
  await lookUp(page, 'weaver/tiny-cloth');
  const dialog = page.getByRole('dialog');
  await expect(dialog.getByRole('alert')).toContainText('A part of the studio could not be loaded');
  await give('lookUp');
  await dialog.getByRole('button', { name: 'Look it up' }).click();
  await expect(dialog.getByRole('region', { name: 'What was found' })).toContainText('tiny-cloth is Stable Diffusion');
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

test('a single file is copied as it is, and opened; another architecture’s file is named', async ({ page }, info) => {
  // On disk, where the browser reads it: to hand its bytes over takes long.
  const file = async (name: string, tensors: WeightTensor[], metadata = {}) => {
    const bytes = Buffer.from(writeSafetensors(tensors, metadata));
    const path = info.outputPath(name);
    await writeFile(path, bytes);
    return { path, bytes };
  };
  await openStudio(page, 'wasm');
  await goTo(page, 'Library');
  const choose = async (chosen: string) => {
    await page.getByRole('button', { name: 'Add a model' }).click();
    await page.getByText('A file', { exact: true }).click();
    await page.getByLabel('Choose the file').setInputFiles(chosen);
  };
  const foreign = float32Tensor('conditioner.embedders.0.transformer.weight', [1], new Float32Array(1));
  await choose((await file('huge.safetensors', [foreign])).path);
  await expect(alerts(page, 'huge')).toContainText('Stable Diffusion XL');

  const resolution = { 'modelspec.resolution': '256x256' };
  const { path, bytes } = await file('cloth.safetensors', originalTensors(smallModel(1)), resolution);
  await choose(path);
  await expect(row(page, 'cloth')).toContainText('Stable Diffusion 1 · ', { timeout: 30_000 });
  await expect(row(page, 'cloth')).toContainText('from your file “cloth.safetensors”');
  expect(Object.values(await storedFiles(page))).toContain(digestOf(bytes));

  await page.getByRole('button', { name: 'What cloth predicts' }).click();
  await page.getByLabel('Prediction', { exact: true }).selectOption('It predicts the velocity');
  await page.getByRole('button', { name: 'Keep this' }).click();
  await expect(row(page, 'cloth')).toContainText('predicts the velocity');
  await page.getByRole('button', { name: 'Use cloth' }).click();
  await expect(status(page)).toContainText('cloth on wasm', { timeout: 60_000 });
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
