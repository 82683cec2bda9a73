/**
 * Tests of the product in a browser, against the built studio. Four lanes: `studio` on wasm, and three that take minutes
 * and have commands of their own: `webgpu`, on the browser's own software adapter, for the specs that end in
 * `.webgpu.spec.ts` (`npm run test:webgpu`), `large` for those that end in `.large.spec.ts`
 * (`npm run test:large-adapters`), and `crashes` for those that end in `.crash.spec.ts` (`npm run crashes`).
 *
 * WEFT_TEST_URL names a studio that is being served already (a development server, say) and saves the build.
 */
import { createServer } from 'node:net';
import { availableParallelism } from 'node:os';
import { defineConfig } from '@playwright/test';
import { ensureBrowser } from './scripts/browser/install.mjs';

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() =>
        address && typeof address === 'object' ? resolve(address.port) : reject(new Error('no port')),
      );
    });
  });
}

// Test processes load this file again and inherit the environment, so both are settled once.
process.env.WEFT_CHROMIUM ??= ensureBrowser();
const executablePath = process.env.WEFT_CHROMIUM;
process.env.WEFT_TEST_PORT ??= String(await freePort());
const port = process.env.WEFT_TEST_PORT;
const served = process.env.WEFT_TEST_URL;

const browserArgs = [
  // Chromium's sandbox refuses to run as root, which containers commonly are.
  ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
  '--disable-background-networking',
  '--disable-component-update',
];
const launchWith = (...args: string[]) => ({
  launchOptions: { executablePath, args: [...browserArgs, ...args] },
});

export default defineConfig({
  testDir: 'tests/browser',
  outputDir: 'test-results',
  // Computing takes every core, but a page waits for its worker as often: two tests at a time are done sooner than one.
  workers: Math.min(2, availableParallelism()),
  forbidOnly: Boolean(process.env.CI),
  timeout: 5 * 60_000,
  expect: { timeout: 15_000 },
  reporter: 'list',
  use: {
    actionTimeout: 30_000,
    // Each test opens a studio of its own, which would install it anew. `offline.spec.ts` alone is about it.
    serviceWorkers: 'block',
    baseURL: served ?? `http://127.0.0.1:${port}/`,
    // Without its pictures: drawing the page for them takes a core from what is tested.
    trace: { mode: 'retain-on-failure', screenshots: false },
    screenshot: 'only-on-failure',
  },
  projects: [
    { name: 'studio', testIgnore: /\.(webgpu|large|crash)\.spec\.ts$/, use: launchWith() },
    ...(process.env.WEFT_LARGE ? [{ name: 'large', testMatch: '**/*.large.spec.ts', use: launchWith() }] : []),
    {
      name: 'crashes',
      testMatch: '**/*.crash.spec.ts',
      // Pages that die are opened anew some hundred times: one that is slow once on a busy machine is no failure.
      expect: { timeout: 60_000 },
      // A trace of each of the many pages that die would take longer than they do.
      use: { ...launchWith(), trace: 'off' as const, screenshot: 'off' as const, actionTimeout: 120_000 },
    },
    {
      name: 'webgpu',
      testMatch: '**/*.webgpu.spec.ts',
      use: launchWith('--enable-unsafe-webgpu', '--use-webgpu-adapter=swiftshader'),
    },
  ],
  ...(served
    ? {}
    : {
        webServer: {
          command: `npx vite build && npx vite preview --host 127.0.0.1 --port ${port} --strictPort`,
          // The imitation of the hub listens on a port of its own.
          env: { WEFT_HUBS: 'http://127.0.0.1:*' },
          url: `http://127.0.0.1:${port}/`,
          reuseExistingServer: false,
          timeout: 3 * 60_000,
        },
      }),
});
