/** The engine on wasm in Chromium, in the build that people get. */
import { openServedPage } from '../../scripts/browser/servedPage.mjs';

/** The bench's own page, open in a headless browser. */
export function openBenchPage() {
  return openServedPage({ html: 'bench/page.html', ready: 'weftBench' });
}

/**
 * @param {number} threads
 * @returns {Promise<import('./side.mjs').Side & { version: string }>}
 */
export async function openBrowserSide(threads) {
  const { page, browser, close } = await openBenchPage();
  await page.evaluate((count) => globalThis.weftBench.openEngine(count), threads);
  return {
    name: 'browser, wasm',
    version: `Chromium ${browser.version()}`,
    time: (workload, times) =>
      page.evaluate(
        ([what, count]) => globalThis.weftBench.time(what, count),
        /** @type {const} */ ([workload, times]),
      ),
    close,
  };
}
