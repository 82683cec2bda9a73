/** Tests that need no browser: the page's logic, the workers' logic, and the engine on the CPU in Node. */
import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  resolve: { conditions: ['source'] },
  ssr: { resolve: { conditions: ['source'] } },
  test: {
    include: ['tests/unit/**/*.test.ts', 'tests/engine/**/*.test.ts', 'tests/parity/**/*.test.ts'],
    environment: 'node',
    // Tests compute on one thread each, so every core takes a file.
    maxWorkers: availableParallelism(),
    // Whole-net gradient checks are the longest, and the machine may have other work.
    testTimeout: 300_000,
    hookTimeout: 300_000,
  },
});
