/** A page of the repository, built and served as the studio is, open in a headless browser. */
import process from 'node:process';
import { chromium } from '@playwright/test';
import { build, preview } from 'vite';
import { ensureBrowser } from './install.mjs';

/** Where pages are built to, one at a time. */
const outDir = 'bench/last-run';

/**
 * @typedef {object} ServedPageOptions
 * @property {string} html the page, from the repository's root
 * @property {string} ready a global that the page sets when it may be called
 * @property {import('vite').Plugin[]} [plugins] what the server does beside serving the page
 * @property {string[]} [browserArgs] further switches of the browser
 * @property {string} [profile] a folder for what the browser keeps; without one it keeps that in memory
 */

/**
 * Builds, serves and opens a page. Errors that the page doesn't catch are printed.
 * @param {ServedPageOptions} options
 */
export async function openServedPage({ html, ready, plugins = [], browserArgs = [], profile }) {
  await build({ logLevel: 'error', build: { outDir, emptyOutDir: true, rolldownOptions: { input: html } } });
  const server = await preview({
    logLevel: 'error',
    plugins,
    build: { outDir },
    preview: { port: 0, host: '127.0.0.1' },
  });
  const address = server.httpServer.address();
  if (!address || typeof address === 'string') throw new Error('the server has no port');
  const args = [
    '--disable-background-networking',
    '--disable-component-update',
    // Chromium's sandbox refuses to run as root, which containers commonly are.
    ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
    ...browserArgs,
  ];
  const launched = { executablePath: ensureBrowser(), args };
  const context = profile
    ? await chromium.launchPersistentContext(profile, launched)
    : await (await chromium.launch(launched)).newContext();
  const browser = context.browser();
  if (!browser) throw new Error('the context has no browser');
  const close = async () => {
    await context.close();
    await browser.close();
    await server.close();
  };
  try {
    const page = await context.newPage();
    page.on('pageerror', (error) => console.error(error.message));
    await page.goto(`http://127.0.0.1:${address.port}/${html}`);
    await page.waitForFunction((name) => name in globalThis, ready);
    return { page, browser, close };
  } catch (error) {
    await close();
    throw error;
  }
}
