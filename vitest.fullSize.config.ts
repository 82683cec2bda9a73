/** The full-size lane: Stable Diffusion 1.5's own shapes with random weights; started by `scripts/fullSizeTests.mjs`. */
import { defineConfig } from 'vitest/config';

export default defineConfig({
  resolve: { conditions: ['source'] },
  ssr: { resolve: { conditions: ['source'] } },
  test: {
    include: ['tests/fullSize/**/*.test.ts'],
    environment: 'node',
    // One file after the other: each holds gigabytes and uses all cores.
    fileParallelism: false,
    testTimeout: 3_600_000,
    hookTimeout: 3_600_000,
  },
});
