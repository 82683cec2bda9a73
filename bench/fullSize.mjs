/**
 * Stable Diffusion 1.5 at its own size with random weights: a guided denoising step and a training step on whatever WebGPU
 * adapter Chromium has, headless; on a machine with an NVIDIA GPU beside the same work of diffusers and PEFT on CUDA in
 * float16. On a software adapter latents are few, and that is said.
 */
import { spawnSync } from 'node:child_process';
import process from 'node:process';
import { openServedPage } from '../scripts/browser/servedPage.mjs';
import { openCudaSide } from './sides/cuda.mjs';
import { figure, markdownTable, summary } from './statistics.mjs';

/** @typedef {'denoising step' | 'training step'} Work */
/** @typedef {{ work: Work, seconds: ReturnType<typeof summary>, reference: ReturnType<typeof summary> | null }} FullSizeRow */

/** FLOP of one pass of the U-Net on one sample at 64×64 latents; it grows with the pixels, and attention's part faster. */
const PASS_FLOP = 0.8e12;
/** Passes of a piece of work: guidance has two samples; a training step on a pair is three passes of each, and recomputes one. */
const PASSES = { 'denoising step': 2, 'training step': 8 };
/** Side of the latents at 512 px. */
const NATIVE = 64;
const SOFTWARE_LATENTS = 8;

/** Switches by which Chromium computes on a GPU through Vulkan, or else in software. */
function switches(/** @type {boolean} */ gpu) {
  const software = ['--enable-unsafe-webgpu', '--use-webgpu-adapter=swiftshader'];
  if (!gpu) return software;
  return process.platform === 'linux'
    ? ['--enable-unsafe-webgpu', '--enable-features=Vulkan', '--use-angle=vulkan', '--ignore-gpu-blocklist']
    : ['--enable-unsafe-webgpu', '--ignore-gpu-blocklist'];
}

function hasNvidia() {
  return spawnSync('nvidia-smi', ['-L'], { stdio: 'ignore' }).status === 0;
}

/** @param {{ latents: number | null, rounds: number, works: Work[], log: (line: string) => void }} options */
export async function measureFullSize({ latents: asked, rounds, works, log }) {
  const nvidia = hasNvidia();
  const gpu = nvidia || process.platform !== 'linux';
  const latents = asked ?? (gpu ? NATIVE : SOFTWARE_LATENTS);
  const { page, browser, close } = await openServedPage({
    html: 'bench/fullSizePage.html',
    ready: 'weftFullSize',
    browserArgs: switches(gpu),
  });
  const cuda = nvidia ? await openCudaSide(latents) : null;
  try {
    const device = await page.evaluate((side) => globalThis.weftFullSize.open(side), latents);
    log(`${device.adapter}, ${device.precision}, ${latents}×${latents} latents`);
    /** @type {FullSizeRow[]} */
    const rows = [];
    for (const work of works) {
      const seconds = await page.evaluate(
        ([what, times]) => globalThis.weftFullSize.time(what, times),
        /** @type {const} */ ([work, rounds]),
      );
      log(`${work}: ${seconds.map(figure).join(', ')} s`);
      const reference = cuda ? summary(await cuda.time(work, rounds)) : null;
      rows.push({ work, seconds: summary(seconds), reference });
    }
    return { ...device, version: browser.version(), latents, reference: cuda?.version ?? null, rows };
  } finally {
    await close();
    await cuda?.close();
  }
}

/** @param {Awaited<ReturnType<typeof measureFullSize>>} measured */
export function fullSizeText({ adapter, software, precision, version, latents, reference, rows }) {
  const pixels = (latents / NATIVE) ** 2;
  const table = markdownTable(
    ['work', 'seconds', 'TFLOP/s, at least', 'diffusers on CUDA', 'ratio'],
    rows.map(({ work, seconds, reference: other }) => [
      work,
      figure(seconds.median),
      figure((PASSES[work] * PASS_FLOP * pixels) / seconds.median / 1e12),
      other ? figure(other.median) : 'left out',
      other ? figure(seconds.median / other.median) : '',
    ]),
  );
  const notes = [
    software &&
      `A software adapter, so ${latents}×${latents} latents: the figures say that it runs, not how fast a GPU is. The first run compiles and uploads too.`,
    !reference && 'There is no CUDA here: the comparison with diffusers is left out.',
  ].filter(Boolean);
  const title = `Stable Diffusion 1.5, random weights, ${precision}, ${latents}×${latents} latents: ${adapter}, Chromium ${version}${reference ? `; ${reference}` : ''}`;
  return [title, '', table, ...notes.flatMap((note) => ['', note])].join('\n');
}
