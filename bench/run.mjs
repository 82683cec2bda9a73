/**
 * Measures the studio's engine in Chromium on this machine and prints a table, or JSON with `--json`.
 * `--quick` leaves the whole default run out.
 */
import os from 'node:os';
import process from 'node:process';
import { chromium } from '@playwright/test';
import { build, preview } from 'vite';
import { ensureBrowser } from '../scripts/browser/install.mjs';

const json = process.argv.includes('--json');
const quick = process.argv.includes('--quick');

/** @param {number[]} values */
function summary(values) {
  const sorted = values.toSorted((a, b) => a - b);
  const at = (/** @type {number} */ index) => sorted[index] ?? Number.NaN;
  return { median: at(sorted.length >> 1), min: at(0), max: at(sorted.length - 1), count: sorted.length };
}

// Built and served as the studio is, so that what is measured is what people get.
const outDir = 'bench/last-run';
const served = { outDir, emptyOutDir: true, rolldownOptions: { input: 'bench/page.html' } };
await build({ logLevel: 'error', build: served });
const server = await preview({ logLevel: 'error', build: { outDir }, preview: { port: 0, host: '127.0.0.1' } });
const address = server.httpServer.address();
if (!address || typeof address === 'string') throw new Error('the server has no port');
const args = [
  '--disable-background-networking',
  '--disable-component-update',
  ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
];
const browser = await chromium.launch({ executablePath: ensureBrowser(), args });
const rows = [];
try {
  const page = await browser.newPage();
  page.on('pageerror', (error) => console.error(error.message));
  await page.goto(`http://127.0.0.1:${address.port}/bench/page.html`);
  await page.waitForFunction(() => 'weftBench' in globalThis);
  for (const threads of [1, 2]) {
    const wholeRun = threads === 2 && !quick;
    const measured = await page.evaluate(
      ([count, whole]) => globalThis.weftBench.measureEngine(count, whole),
      /** @type {const} */ ([threads, wholeRun]),
    );
    for (const [name, seconds] of Object.entries(measured))
      rows.push({ name, device: `wasm, ${threads} thread${threads > 1 ? 's' : ''}`, ...summary(seconds) });
  }
  const measured = await page.evaluate(() => globalThis.weftBench.measureGif());
  for (const [name, seconds] of Object.entries(measured))
    rows.push({ name, device: 'film worker', ...summary(seconds) });
} finally {
  await browser.close();
  await server.close();
}

const machine = {
  cores: os.availableParallelism(),
  processor: os.cpus()[0]?.model,
  browser: browser.version(),
  node: process.version,
};
if (json) {
  console.log(JSON.stringify({ machine, unit: 's', rows }, null, 2));
} else {
  console.log(`${machine.processor}, ${machine.cores} cores; Chromium ${machine.browser}\n`);
  console.log('| what | on | median s | min | max | n |\n| --- | --- | --- | --- | --- | --- |');
  for (const row of rows) {
    const figures = [row.median, row.min, row.max].map((value) => value.toPrecision(3)).join(' | ');
    console.log(`| ${row.name} | ${row.device} | ${figures} | ${row.count} |`);
  }
}
