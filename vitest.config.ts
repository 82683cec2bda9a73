/** Tests that need no browser: the page's logic, the workers' logic, and the engine on the CPU in Node. */
import { defineConfig } from 'vitest/config';

export default defineConfig({
  resolve: { conditions: ['source'] },
  ssr: { resolve: { conditions: ['source'] } },
  test: {
    include: ['tests/unit/**/*.test.ts', 'tests/engine/**/*.test.ts', 'tests/parity/**/*.test.ts'],
    environment: 'node',
    // Whole-net gradient checks are the longest.
    testTimeout: 60_000,
  },
});
