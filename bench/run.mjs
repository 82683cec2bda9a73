/**
 * Measures the studio's engine on this machine and prints a table, or JSON with `--json`.
 *
 *   (nothing)          the engine in Chromium: drawing, training, whole default runs, a grid, a film
 *   --quick            the same without what takes minutes
 *   --busy             a training step beside processes that compute, by number of threads; how late the page answers
 *   --large-sets       a studio in which much is kept: until each panel shows it, what the page holds; --rounds too, and
 *                      --former, photographs as versions before kept them
 *   --films            encoding films, and the memory that takes
 *   --with-reference   a training step, a denoising step and an image: Chromium and Node beside diffusers and PEFT
 *   --profile          a training step by operator, in Node and in Chromium; beside --with-reference too
 *   --threads N, --rounds N   of --with-reference; 2 and 8 unless said; --rounds of --busy too
 *   --model sd15       Stable Diffusion 1.5 at its own size, random weights: drawing and training steps on the WebGPU
 *                      adapter that Chromium has, beside diffusers on CUDA where there is an NVIDIA GPU
 *   --latents N, --work drawing|training, --rounds N   of --model: 64 (512 px) on a GPU and 8 on a software adapter
 */
import os from 'node:os';
import process from 'node:process';
import { parseArgs } from 'node:util';
import { busyText, measureBusy } from './busy.mjs';
import { compare, comparisonText } from './comparison.mjs';
import { engineText, measureEngine } from './engine.mjs';
import { filmsText, measureFilms } from './films.mjs';
import { fullSizeText, measureFullSize } from './fullSize.mjs';
import { largeSetsText, measureLargeSets } from './largeSets/largeSets.mjs';
import { profileStep, profileText } from './profile.mjs';

const { values: asked } = parseArgs({
  options: {
    json: { type: 'boolean', default: false },
    busy: { type: 'boolean', default: false },
    films: { type: 'boolean', default: false },
    'large-sets': { type: 'boolean', default: false },
    former: { type: 'boolean', default: false },
    quick: { type: 'boolean', default: false },
    'with-reference': { type: 'boolean', default: false },
    profile: { type: 'boolean', default: false },
    threads: { type: 'string', default: '2' },
    rounds: { type: 'string', default: '8' },
    model: { type: 'string' },
    latents: { type: 'string' },
    work: { type: 'string' },
  },
});
/** What `--work` names. @type {Record<string, import('./fullSize.mjs').Work>} */
const FULL_SIZE_WORK = { drawing: 'denoising step', training: 'training step' };
const WORKS = Object.values(FULL_SIZE_WORK);
const machine = { cores: os.availableParallelism(), processor: os.cpus()[0]?.model, node: process.version };

/** What was asked for, measured: as JSON has it, and as it is printed. @returns {Promise<{ measured: object, text: string }[]>} */
async function measure() {
  const parts = [];
  if (asked.model !== undefined) {
    if (asked.model !== 'sd15') throw new RangeError(`--model is sd15, not ${asked.model}`);
    const measured = await measureFullSize({
      latents: asked.latents ? Number(asked.latents) : null,
      rounds: Number(asked.rounds),
      works: WORKS.filter((work) => !asked.work || work === FULL_SIZE_WORK[asked.work]),
      log: (line) => process.stderr.write(`${line}\n`),
    });
    parts.push({ measured: { fullSize: { unit: 's', ...measured } }, text: fullSizeText(measured) });
  }
  if (asked['with-reference']) {
    const log = (/** @type {string} */ line) => process.stderr.write(`${line}\n`);
    const comparison = await compare({ threads: Number(asked.threads), rounds: Number(asked.rounds), log });
    parts.push({ measured: { comparison: { unit: 's', ...comparison } }, text: comparisonText(comparison) });
  }
  if (asked.profile) {
    const profiles = await profileStep();
    parts.push({ measured: { profiles: { unit: 'ms', sides: profiles } }, text: profileText(profiles) });
  }
  if (asked.busy) {
    const log = (/** @type {string} */ line) => process.stderr.write(`${line}\n`);
    const busy = await measureBusy({ rounds: Number(asked.rounds), log });
    parts.push({ measured: { busy: { unit: 's', ...busy } }, text: busyText(busy) });
  }
  if (asked['large-sets']) {
    const log = (/** @type {string} */ line) => process.stderr.write(`${line}\n`);
    const largeSets = await measureLargeSets({ rounds: Number(asked.rounds), former: asked.former, log });
    parts.push({ measured: { largeSets }, text: largeSetsText(largeSets) });
  }
  if (asked.films) {
    const films = await measureFilms();
    parts.push({ measured: { films }, text: filmsText(films) });
  }
  if (parts.length === 0) {
    const engine = await measureEngine({ wholeRun: !asked.quick });
    parts.push({ measured: { engine: { unit: 's', ...engine } }, text: engineText(engine) });
  }
  return parts;
}

const parts = await measure();
if (asked.json) {
  console.log(JSON.stringify(Object.assign({ machine }, ...parts.map(({ measured }) => measured)), null, 2));
} else {
  console.log(`${machine.processor}, ${machine.cores} cores`);
  for (const { text } of parts) console.log(`\n${text}`);
}
