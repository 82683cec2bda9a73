/** Tests that need no browser: the page's logic, the workers' logic, and the engine on the CPU in Node. */
import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  resolve: { conditions: ['source'] },
  ssr: { resolve: { conditions: ['source'] } },
  test: {
    environment: 'node',
    // Tests compute on one thread each, so every core takes a file.
    maxWorkers: availableParallelism(),
    // Whole-net gradient checks are the longest, and the machine may have other work.
    testTimeout: 300_000,
    hookTimeout: 300_000,
    projects: [
      // Each file in a process of its own: page and workers keep what they know in modules and in storage.
      { extends: true, test: { name: 'studio', include: ['tests/unit/**/*.test.ts'] } },
      {
        extends: true,
        test: {
          name: 'engine',
          include: ['tests/engine/**/*.test.ts', 'tests/parity/**/*.test.ts'],
          // The engine's modules keep nothing, and loading them anew for every file took a sixth of the time.
          isolate: false,
        },
      },
    ],
  },
});
