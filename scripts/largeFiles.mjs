/**
 * A model of full size on its way: from a hub on this machine, over connections that break at random, into the browser's
 * own file system, and on to a GPU's buffers. Says what memory that takes, and ends with 1 where it takes too much, or
 * where a byte is not what it was:
 *
 *   npm run test:large-files [-- --model FOLDER] [--breaks N]
 *
 * Some minutes, and 5 GB of disk: the model is made with random weights where it isn't there.
 */
import { existsSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { parseArgs } from 'node:util';
import { runnerImport } from 'vite';
import { HeapUse } from './browser/heapUse.mjs';
import { openServedPage } from './browser/servedPage.mjs';

const { values: asked } = parseArgs({
  options: { model: { type: 'string', default: '.cache/sd15-random-f16' }, breaks: { type: 'string', default: '5' } },
});
const LARGEST = 'unet/diffusion_pytorch_model.safetensors';
const REPOSITORY = 'weaver/full-size';
/** Bytes by which JavaScript's heap, buffers included, may grow. */
const GROWTH = 200e6;

if (!existsSync(join(asked.model, LARGEST))) {
  /** @type {{ module: typeof import('./fullSize/writeModel.ts') }} */
  const { module } = await runnerImport('./scripts/fullSize/writeModel.ts', { configFile: false });
  await module.writeModel({ family: 'sd15', folder: asked.model, dtype: 'F16', seed: 151, log: console.log });
}

/** @type {{ module: typeof import('../tests/largeFiles/servedModel.ts') }} */
const { module: served } = await runnerImport('./tests/largeFiles/servedModel.ts', { configFile: false });
const hub = await served.serveModel(REPOSITORY, asked.model);
const length = statSync(join(asked.model, LARGEST)).size;
const breaks = Array.from({ length: Number(asked.breaks) }, () => Math.floor((Math.random() * length) / 5));
hub.expect(LARGEST, ...breaks.map((breakAfter) => ({ breakAfter })));

const profile = mkdtempSync(join(tmpdir(), 'weft-large-files-'));
const { page, browser, close } = await openServedPage({
  html: 'tests/largeFiles/page.html',
  ready: 'weftLargeFiles',
  profile,
  browserArgs: ['--enable-unsafe-webgpu', '--use-webgpu-adapter=swiftshader'],
});
const memory = new HeapUse(await page.context().newCDPSession(page), await browser.newBrowserCDPSession());
await memory.start();
let failed = false;
/** @param {string} what @param {boolean} holds */
const expect = (what, holds) => {
  console.log(`${holds ? ' ' : '✗'} ${what}`);
  failed ||= !holds;
};

/**
 * Does the work and says how long it took and what memory.
 * @template T @param {string} what @param {() => Promise<T>} work
 */
async function measured(what, work) {
  const before = await memory.now();
  const most = { ...before };
  const started = performance.now();
  let done = false;
  const watching = (async () => {
    while (!done) {
      const now = await memory.now();
      most.heap = Math.max(most.heap, now.heap);
      most.buffers = Math.max(most.buffers, now.heap + now.buffers);
      most.resident = Math.max(most.resident, now.resident);
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  })();
  try {
    return await work();
  } finally {
    done = true;
    await watching;
    const seconds = (performance.now() - started) / 1000;
    const growth = most.buffers - before.heap - before.buffers;
    const megabytes = (/** @type {number} */ bytes) => `${(bytes / 1e6).toFixed(0)} MB`;
    console.log(
      `${what}: ${seconds.toFixed(0)} s; renderer from ${megabytes(before.resident)} to ${megabytes(most.resident)}`,
    );
    expect(
      `JavaScript and its buffers grew by ${megabytes(growth)} at most (${megabytes(GROWTH)} allowed)`,
      growth < GROWTH,
    );
  }
}

try {
  const { id } = await measured(`Downloaded ${(length / 1e9).toFixed(2)} GB and what goes with it`, () =>
    page.evaluate((repository) => globalThis.weftLargeFiles.download(repository), `${hub.address}/${REPOSITORY}`),
  );
  const ranges = hub.requests.filter(({ path }) => path === LARGEST);
  console.log(`Connections began at ${ranges.map(({ from }) => `${(from / 1e6).toFixed(0)} MB`).join(', ')}`);
  expect(`${breaks.length} broken connections were each gone on from`, ranges.length === breaks.length + 1);
  expect('each began where the one before broke off', continues(ranges));
  const damaged = await measured('Read again', () =>
    page.evaluate((model) => globalThis.weftLargeFiles.check(model), id),
  );
  expect(`every file is what the hub has (${damaged.join(', ') || 'no damage'})`, damaged.length === 0);
  const gpu = await measured('To the GPU', () =>
    page.evaluate(
      ([model, path]) => globalThis.weftLargeFiles.toGpu(model, path),
      /** @type {const} */ ([id, LARGEST]),
    ),
  );
  expect(
    `${gpu.tensors} tensors, ${(gpu.bytes / 1e9).toFixed(2)} GB, lie in GPU buffers; ${gpu.readBack} read back are the file’s`,
    gpu.different === 0 && gpu.readBack > 0 && gpu.bytes > length * 0.99,
  );
} finally {
  await close();
  await hub.stop();
  rmSync(profile, { recursive: true, force: true });
}
process.exitCode = failed ? 1 : 0;

/** Bytes that were sent into a connection which broke may not have arrived. @param {{ from: number, sent: number }[]} ranges */
function continues(ranges) {
  return ranges.every(({ from }, index) => {
    const before = ranges[index - 1];
    if (!before) return from === 0;
    return from >= before.from && from <= before.from + before.sent;
  });
}
