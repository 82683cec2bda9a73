/** The kernels lane: every graph of the studio on ONNX Runtime's WebGPU provider; started by `scripts/kernels.mjs`. */
import { defineConfig } from 'vitest/config';

export default defineConfig({
  resolve: { conditions: ['source'] },
  ssr: { resolve: { conditions: ['source'] } },
  test: {
    include: ['tests/kernels/**/*.test.ts'],
    environment: 'node',
    // One file after the other: each holds a device and uses all cores.
    fileParallelism: false,
    // A first run compiles hundreds of shaders.
    testTimeout: 600_000,
    hookTimeout: 600_000,
  },
});
