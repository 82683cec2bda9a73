/**
 * Writes a model of full size with random weights, for what is tested and measured without the real one:
 *
 *   node scripts/fullSize.mjs [--family sd15|sd21|sd-turbo] [--dtype F16|F32] [--seed N] [--out FOLDER]
 *
 * A minute, and 2 GB of disk for `sd15` in F16.
 */
import process from 'node:process';
import { parseArgs } from 'node:util';
import { runnerImport } from 'vite';

const { values: asked } = parseArgs({
  options: {
    family: { type: 'string', default: 'sd15' },
    dtype: { type: 'string', default: 'F16' },
    seed: { type: 'string', default: '151' },
    out: { type: 'string' },
  },
});
const { family, dtype } = asked;
if (dtype !== 'F16' && dtype !== 'F32') throw new RangeError(`--dtype is F16 or F32, not ${dtype}`);

/** @type {{ module: typeof import('./fullSize/writeModel.ts') }} */
const { module } = await runnerImport('./scripts/fullSize/writeModel.ts', { configFile: false });
await module.writeModel({
  family,
  folder: asked.out ?? `.cache/${family}-random-${dtype.toLowerCase()}`,
  dtype,
  seed: Number(asked.seed),
  log: (line) => process.stdout.write(`${line}\n`),
});
