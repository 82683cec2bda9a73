/** The engine in Chromium as people get it: on one thread and on two. */
import { openBenchPage } from './sides/browser.mjs';
import { figure, markdownTable, summary } from './statistics.mjs';

/** @param {{ wholeRun: boolean }} options whether a whole default run is measured too */
export async function measureEngine({ wholeRun }) {
  const { page, browser, close } = await openBenchPage();
  const rows = [];
  try {
    for (const threads of [1, 2]) {
      const measured = await page.evaluate(
        ([count, whole]) => globalThis.weftBench.measureEngine(count, whole),
        /** @type {const} */ ([threads, wholeRun && threads === 2]),
      );
      for (const [name, seconds] of Object.entries(measured))
        rows.push({ name, device: `wasm, ${threads} thread${threads > 1 ? 's' : ''}`, ...summary(seconds) });
    }
    return { browser: browser.version(), rows };
  } finally {
    await close();
  }
}

/** @param {Awaited<ReturnType<typeof measureEngine>>} measured */
export function engineText({ browser, rows }) {
  const body = rows.map(({ name, device, median, min, max, count }) => [
    name,
    device,
    ...[median, min, max].map(figure),
    count,
  ]);
  return `Chromium ${browser}\n\n${markdownTable(['what', 'on', 'median s', 'min', 'max', 'n'], body)}`;
}
