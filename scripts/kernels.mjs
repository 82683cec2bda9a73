/**
 * The kernels lane: every graph of the studio on ONNX Runtime's WebGPU provider in Node, with no way back to the
 * processor, in float32 and in float16, held against the processor. Further arguments go to Vitest.
 */
import { spawnSync } from 'node:child_process';
import process from 'node:process';
import { findDriver } from './kernels/drivers.mjs';

const NONE = `The kernels lane needs a Vulkan driver for WebGPU, and none that works was found. Any of these will do:
  Mesa 25's lavapipe, which also has half precision. Debian 13, Ubuntu 25.04: sudo apt-get install mesa-vulkan-drivers
    libvulkan1. Debian 12: the same from bookworm-backports (add "deb http://deb.debian.org/debian bookworm-backports
    main" to the sources, then sudo apt-get install -t bookworm-backports mesa-vulkan-drivers libvulkan1).
  Chromium's SwiftShader, float32 only: sudo apt-get install chromium.
  A GPU with its Vulkan driver.`;

const driver = findDriver();
if (!driver) {
  console.error(NONE);
  process.exit(1);
}
console.log(`WebGPU on ${driver.name}${driver.half ? '' : ', which has no half precision: only float32 is held'}.`);
const files = driver.half ? [] : ['tests/kernels/float32.test.ts'];
const { status } = spawnSync(
  process.execPath,
  ['node_modules/vitest/vitest.mjs', 'run', '--config', 'vitest.kernels.config.ts', ...files, ...process.argv.slice(2)],
  { stdio: 'inherit', env: { ...process.env, ...driver.environment } },
);
process.exit(status ?? 1);
