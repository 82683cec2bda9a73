/**
 * The parity comparisons inside Chromium: on wasm with two threads, and on its software WebGPU adapter.
 *
 *   --rows FILE         append each row as a line of JSON
 *   --lane wasm|webgpu  only this lane
 *   --only TEXT         only comparisons whose name has this in it
 *
 * Ends with 1 where a comparison failed, or a row is beyond its bound.
 */
import { appendFileSync, createReadStream, statSync } from 'node:fs';
import { join, normalize } from 'node:path';
import process from 'node:process';
import { parseArgs } from 'node:util';
import { openServedPage } from '../browser/servedPage.mjs';

const { values: asked } = parseArgs({
  options: { rows: { type: 'string' }, lane: { type: 'string' }, only: { type: 'string' } },
});

/** What may be read of the repository. */
const SERVED = ['tests/fixtures/', 'public/models/'];

/** Serves fixtures and models below /files/, as they lie in the repository. @type {import('vite').Plugin} */
const repositoryFiles = {
  name: 'repository-files',
  configurePreviewServer(server) {
    server.middlewares.use('/files/', (request, response) => {
      const path = normalize(decodeURIComponent(request.url ?? '')).replace(/^[/\\]+/, '');
      const allowed = SERVED.some((folder) => path.startsWith(folder));
      const size = allowed ? statSync(path, { throwIfNoEntry: false })?.size : undefined;
      if (size === undefined) {
        response.writeHead(404).end();
        return;
      }
      response.writeHead(200, { 'Content-Length': size, 'Content-Type': 'application/octet-stream' });
      createReadStream(join('.', path)).pipe(response);
    });
  },
};

/** @typedef {import('../../tests/parity/rows.ts').ParityRow} ParityRow */

/** @param {ParityRow} row */
function report(row) {
  if (asked.rows) appendFileSync(asked.rows, `${JSON.stringify(row)}\n`);
  const holds = row.measured <= row.bound;
  console.log(`  ${holds ? ' ' : '✗'} ${row.what} on ${row.lane}: ${row.measured.toExponential(1)} of ${row.bound}`);
  return holds;
}

const { page, close } = await openServedPage({
  html: 'tests/parity/browser/page.html',
  ready: 'weftParity',
  plugins: [repositoryFiles],
  browserArgs: ['--enable-unsafe-webgpu', '--use-webgpu-adapter=swiftshader'],
});
let failures = 0;
try {
  for (const lane of /** @type {const} */ (['wasm', 'webgpu'])) {
    if (asked.lane && asked.lane !== lane) continue;
    const names = await page.evaluate((name) => globalThis.weftParity.names(name), lane);
    for (const comparison of names.filter((name) => name.includes(asked.only ?? ''))) {
      const started = performance.now();
      try {
        const rows = await page.evaluate(
          ([on, name]) => globalThis.weftParity.compare(on, name),
          /** @type {const} */ ([lane, comparison]),
        );
        console.log(`${comparison} on ${lane}: ${((performance.now() - started) / 1000).toFixed(0)} s`);
        failures += rows.filter((row) => !report(row)).length;
      } catch (error) {
        failures += 1;
        console.error(`${comparison} on ${lane}: ${error instanceof Error ? error.message : error}`);
      }
    }
  }
} finally {
  await close();
}
process.exitCode = failures > 0 ? 1 : 0;
