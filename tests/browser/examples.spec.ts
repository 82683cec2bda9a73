/**
 * The package's examples for pages, as a stranger has them: packed, installed into an empty folder and served by a Vite
 * without settings, on the tiny model. What they draw is held against the engine in Node.
 */
import { cp, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, type Page, test } from '@playwright/test';
import {
  loadCheckpoint,
  Model,
  parseSafetensors,
  preparePipeline,
  readLora,
  STARTER_LORA,
  type Subject,
  seededNoise,
  targetModules,
} from '@weft/engine';
import { folderSource, openNodeRuntime } from '@weft/engine/node';
import { createServer, type ViteDevServer } from 'vite';
import { installPackedEngine } from '../engine/packedEngine.ts';
import { meanDistance } from './outputs/pixels.ts';

const TINY = 'tests/fixtures/tiny';
/** Mean distance of bytes: kernels may round differently, though none was found to. Other pictures differ by 0.5 at least. */
const SAME = 0.05;

let folder = '';
let server: ViteDevServer;
let model: Model;
const address = (page: string) => new URL(page, server.resolvedUrls?.local[0]).href;

test.beforeAll(async () => {
  test.setTimeout(10 * 60_000);
  folder = await installPackedEngine('onnxruntime-web');
  await cp(TINY, join(folder, 'my-model'), { recursive: true });
  server = await createServer({
    root: folder,
    configFile: false,
    logLevel: 'error',
    server: { port: 0, host: '127.0.0.1' },
  });
  await server.listen();
  model = new Model(openNodeRuntime(), await loadCheckpoint(folderSource(TINY)));
});

test.afterAll(async () => {
  await model?.release();
  await server?.close();
  await rm(folder, { recursive: true, force: true });
});

/** What the examples draw, drawn here. */
async function drawn(prompt: string, adapters: Subject['adapters'] = []): Promise<Uint8ClampedArray> {
  const sampling = { guidanceScale: 7.5, samplingSteps: 20, sampler: 'dpmsolver++' } as const;
  const subject = { ...sampling, prompt, negativePrompt: '', size: model.nativeSize, adapters };
  const pipeline = await preparePipeline(model, subject);
  const job = { yieldNow: async () => {}, stopping: false };
  return (await pipeline.generate(seededNoise(42, pipeline.latentCount), job)).rgba;
}

/** RGBA of the page's canvas of this name, or of its only one. */
async function pixelsOfCanvas(page: Page, label?: string): Promise<Uint8Array> {
  const selector = label ? `canvas[aria-label=${label}]` : 'canvas';
  const pixels = await page.locator(selector).evaluate((canvas: HTMLCanvasElement) => {
    const context = canvas.getContext('2d');
    if (!context) throw new Error('no context');
    return Array.from(context.getImageData(0, 0, canvas.width, canvas.height).data);
  });
  return Uint8Array.from(pixels);
}

test('draws in a page', async ({ page }) => {
  await page.goto(address('drawInPage.html'));
  await page.getByLabel('Prompt').fill('a red cloth');
  await page.getByRole('button', { name: 'Draw' }).click();
  await expect(page.getByRole('status')).toHaveText('Drawn on wasm', { timeout: 60_000 });
  const pixels = await pixelsOfCanvas(page);
  expect(pixels).toHaveLength(4 * model.nativeSize ** 2);
  expect(meanDistance(pixels, await drawn('a red cloth'))).toBeLessThan(SAME);
  expect(meanDistance(pixels, await drawn('a blue vase'))).toBeGreaterThan(5 * SAME);
});

test('trains in a page, draws with what was learnt, and hands the adapter over', async ({ page }) => {
  await page.goto(address('trainInPage.html'));
  await page.getByLabel('Pictures').setInputFiles([1, 2, 3].map((number) => `public/samples/sample-0${number}.webp`));
  await page.getByLabel('Steps').fill('40');
  await page.getByRole('button', { name: 'Train' }).click();
  await expect(page.getByRole('status')).toHaveText('Trained 40 steps on wasm', { timeout: 120_000 });

  const download = page.waitForEvent('download');
  await page.getByRole('link', { name: 'Download the adapter' }).click();
  const file = await download;
  expect(file.suggestedFilename()).toBe('adapter.safetensors');
  const bytes = new Uint8Array(await readFile(await file.path()));
  const { adapter } = readLora(parseSafetensors(bytes), model.adaptableModules);
  const { rank, loraAlpha, targets } = STARTER_LORA;
  expect(adapter.modules.map(({ name }) => name)).toEqual(
    targetModules(model.adaptableModules, targets).map(({ name }) => name),
  );
  expect(adapter).toMatchObject({ rank, loraAlpha });
  expect(adapter.theta.every(Number.isFinite)).toBe(true);

  const [before, after] = [await pixelsOfCanvas(page, 'Before'), await pixelsOfCanvas(page, 'After')];
  const prompt = await page.getByLabel('Instance prompt').inputValue();
  expect(meanDistance(before, await drawn(prompt))).toBeLessThan(SAME);
  expect(meanDistance(after, await drawn(prompt, [{ adapter, weight: 1 }]))).toBeLessThan(SAME);
  expect(meanDistance(before, after)).toBeGreaterThan(5 * SAME);
});
