/**
 * The memory lane: what the studio's engine holds on the GPU while it draws and trains, counted in Chromium, beside what
 * `engine/memory` plans. Small work is computed on the software adapter. Full size is only allocated: the runtime is
 * given a device on which nothing is computed (`tests/memory/dryDevice.ts`), which changes no count.
 *
 * Ends with 1 where a phase takes a tenth more or less than planned.
 */
import process from 'node:process';
import { openServedPage } from './browser/servedPage.mjs';

/** The largest part of a measured peak by which a plan may be off. */
const BOUND = 0.1;

/** @typedef {import('../tests/memory/memory.worker.ts').MemoryCase} MemoryCase */

/** @type {MemoryCase[]} */
const computed = [
  { name: 'starter draws', model: 'starter', precision: 'float32', latents: 4, work: 'drawing', dry: false },
];

/** The same once more, on a dry device: a check that it changes nothing. @type {MemoryCase[]} */
const repeated = computed.map((one) => ({ ...one, dry: true }));

/** @type {MemoryCase[]} */
const allocated = [
  { name: 'starter trains', model: 'starter', precision: 'float32', latents: 16, work: 'training', dry: true },
  { name: 'SD 1.5 draws', model: 'sd15', precision: 'float16', latents: 16, work: 'drawing', dry: true },
  { name: 'SD 1.5 draws in float32', model: 'sd15', precision: 'float32', latents: 32, work: 'drawing', dry: true },
  { name: 'SD 1.5 draws at 512 px', model: 'sd15', precision: 'float16', latents: 64, work: 'drawing', dry: true },
  { name: 'SD 1.5 draws at 768 px', model: 'sd15', precision: 'float16', latents: 96, work: 'drawing', dry: true },
  { name: 'SD 1.5 trains', model: 'sd15', precision: 'float16', latents: 16, work: 'training', segments: 1, dry: true },
  {
    name: 'SD 1.5 trains at 512 px in segments',
    model: 'sd15',
    precision: 'float16',
    latents: 64,
    work: 'training',
    segments: 8,
    dry: true,
  },
];

const { page, close } = await openServedPage({
  html: 'tests/memory/page.html',
  ready: 'weftMemory',
  browserArgs: ['--enable-unsafe-webgpu', '--use-webgpu-adapter=swiftshader'],
});

/** @param {MemoryCase} asked */
const measure = (asked) => page.evaluate((one) => globalThis.weftMemory.measure(one), asked);
const megabytes = (/** @type {number} */ bytes) => `${(bytes / 1e6).toFixed(1)} MB`;

let failures = 0;
try {
  for (const asked of [...computed, ...repeated, ...allocated]) {
    for (const { name, planned, measured } of await measure(asked)) {
      const error = planned / measured - 1;
      const holds = Math.abs(error) <= BOUND;
      if (!holds) failures += 1;
      const what = `${asked.name}${asked.dry ? ', allocated only' : ''}, ${name}`;
      const off = `${error >= 0 ? '+' : ''}${(100 * error).toFixed(1)} %`;
      console.log(`  ${holds ? ' ' : '✗'} ${what}: ${megabytes(measured)}, planned ${megabytes(planned)} (${off})`);
    }
  }
} finally {
  await close();
}
process.exitCode = failures > 0 ? 1 : 0;
