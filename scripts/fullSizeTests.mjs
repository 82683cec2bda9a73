/**
 * The full-size lane: training steps of Stable Diffusion 1.5's own shapes, in half precision on ONNX Runtime's WebGPU
 * provider in Node with no way back to the processor, held against the processor in float32. The model with random
 * weights is written first where it isn't there (`scripts/fullSize.mjs`); WEFT_FULL_SIZE_MODEL names another folder.
 * Takes some minutes and 16 GB of memory. Further arguments go to Vitest.
 */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import process from 'node:process';
import { findDriver } from './kernels/drivers.mjs';

const driver = findDriver();
if (!driver?.half) {
  console.error(
    'The full-size lane needs a Vulkan driver with half precision; `npm run test:kernels` says how to get one.',
  );
  process.exit(1);
}
const model = process.env.WEFT_FULL_SIZE_MODEL ?? '.cache/sd15-random-f16';
if (!existsSync(`${model}/unet/config.json`)) {
  const written = spawnSync(process.execPath, ['scripts/fullSize.mjs', '--out', model], { stdio: 'inherit' });
  if (written.status !== 0) process.exit(written.status ?? 1);
}
console.log(`WebGPU on ${driver.name}; the model in ${model}.`);
const { status } = spawnSync(
  process.execPath,
  ['node_modules/vitest/vitest.mjs', 'run', '--config', 'vitest.fullSize.config.ts', ...process.argv.slice(2)],
  { stdio: 'inherit', env: { ...process.env, ...driver.environment, WEFT_FULL_SIZE_MODEL: model } },
);
process.exit(status ?? 1);
