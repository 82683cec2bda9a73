/** A page of the repository, built and served as the studio is, open in a headless browser. */
import process from 'node:process';
import { chromium } from '@playwright/test';
import { build, preview } from 'vite';
import { ensureBrowser } from './install.mjs';

/** Where pages are built to, one at a time. */
const outDir = 'bench/last-run';

/**
 * @typedef {object} BrowserOptions
 * @property {string[]} [browserArgs] further switches of the browser
 * @property {string} [profile] a folder for what the browser keeps; without one it keeps that in memory
 *
 * @typedef {object} BuildOptions
 * @property {string} html the page, from the repository's root
 * @property {import('vite').Plugin[]} [plugins] what the server does beside serving the page
 */

/** Builds a page and serves it. @param {BuildOptions} options */
export async function serveBuilt({ html, plugins = [] }) {
  await build({ logLevel: 'error', build: { outDir, emptyOutDir: true, rolldownOptions: { input: html } } });
  const server = await preview({
    logLevel: 'error',
    plugins,
    build: { outDir },
    preview: { port: 0, host: '127.0.0.1' },
  });
  const address = server.httpServer.address();
  if (!address || typeof address === 'string') throw new Error('the server has no port');
  return { origin: `http://127.0.0.1:${address.port}`, close: () => server.close() };
}

/** A browser that begins, with an empty page. Errors that its pages don't catch are printed. @param {BrowserOptions} options */
export async function openBrowser({ browserArgs = [], profile }) {
  const args = [
    '--disable-background-networking',
    '--disable-component-update',
    // Chromium's sandbox refuses to run as root, which containers commonly are.
    ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
    ...browserArgs,
  ];
  // What the studio keeps for when there is no network would be fetched meanwhile.
  const options = { serviceWorkers: /** @type {const} */ ('block') };
  const launched = { executablePath: ensureBrowser(), args };
  const context = profile
    ? await chromium.launchPersistentContext(profile, { ...launched, ...options })
    : await (await chromium.launch(launched)).newContext(options);
  const browser = context.browser();
  if (!browser) throw new Error('the context has no browser');
  const page = await context.newPage();
  page.on('pageerror', (error) => console.error(error.message));
  const close = async () => {
    await context.close();
    await browser.close();
  };
  return { page, browser, close };
}

/**
 * Builds, serves and opens a page.
 * @param {BuildOptions & BrowserOptions & { ready: string }} options `ready` is a global that the page sets when it may be called
 */
export async function openServedPage({ ready, ...options }) {
  const served = await serveBuilt(options);
  const opened = await openBrowser(options);
  const { page, browser } = opened;
  const close = async () => {
    await opened.close();
    await served.close();
  };
  try {
    await page.goto(`${served.origin}/${options.html}`);
    await page.waitForFunction((name) => name in globalThis, ready);
    return { page, browser, close };
  } catch (error) {
    await close();
    throw error;
  }
}
