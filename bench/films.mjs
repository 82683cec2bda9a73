/** Films in Chromium: how long encoding takes, and the memory of the page's process meanwhile. */
import { readFileSync } from 'node:fs';
import process from 'node:process';
import { openBenchPage } from './sides/browser.mjs';
import { figure, markdownTable } from './statistics.mjs';

/** The course's film at twice the starter's size, in every way that all browsers have, and as a video. */
const LONG = { width: 256, height: 256, frames: 450, duration: 15 };
const FILMS = [
  { ...LONG, width: 128, height: 128, frames: 90, duration: 3, encoding: encoding('gif', 'frame') },
  { ...LONG, encoding: encoding('gif', 'frame') },
  { ...LONG, encoding: encoding('gif', 'common') },
  { ...LONG, encoding: encoding('webm', 'frame') },
];

/** Milliseconds between two looks at the memory. */
const LOOK_EVERY = 100;
const MIB = 1024 * 1024;

/** @param {'gif' | 'webm'} format @param {'frame' | 'common'} palette */
function encoding(format, palette) {
  return { format, palette, dither: false };
}

/** Encodes every film on a page of its own. */
export async function measureFilms() {
  const rows = [];
  for (const film of FILMS) {
    const { page, browser, close } = await openBenchPage();
    try {
      const memory = await watchMemory(browser);
      const before = memory.now();
      const { seconds, bytes } = await page.evaluate((request) => globalThis.weftBench.encodeFilm(request), film);
      rows.push({ film, seconds, bytes, before, largest: memory.end() });
    } finally {
      await close();
    }
  }
  return rows;
}

/**
 * Watches the resident memory of all of the browser's pages: the page, its workers, and what they share.
 * @param {import('@playwright/test').Browser} browser
 */
async function watchMemory(browser) {
  const session = await browser.newBrowserCDPSession();
  const { processInfo } = await session.send('SystemInfo.getProcessInfo');
  const pages = processInfo.filter(({ type }) => type === 'renderer').map(({ id }) => id);
  const now = () => pages.reduce((sum, id) => sum + residentBytes(id), 0);
  let largest = now();
  const timer = setInterval(() => {
    largest = Math.max(largest, now());
  }, LOOK_EVERY);
  return {
    now,
    end() {
      clearInterval(timer);
      return Math.max(largest, now());
    },
  };
}

/** What Linux says of a process; NaN elsewhere, where it says so in another way. @param {number} id */
function residentBytes(id) {
  if (process.platform !== 'linux') return Number.NaN;
  const kilobytes = /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${id}/status`, 'utf8'))?.[1];
  return Number(kilobytes) * 1024;
}

/** @param {Awaited<ReturnType<typeof measureFilms>>} rows */
export function filmsText(rows) {
  const mib = (/** @type {number} */ bytes) => (bytes / MIB).toFixed(0);
  const body = rows.map(({ film: { frames, width, encoding }, seconds, bytes, before, largest }) => [
    `${frames} frames, ${width} px`,
    encoding.format === 'gif' ? `GIF, ${encoding.palette === 'frame' ? 'a palette a frame' : 'one palette'}` : 'WebM',
    figure(seconds),
    (bytes / MIB).toFixed(1),
    mib(before),
    mib(largest),
  ]);
  const head = ['film', 'as', 'seconds', 'file MiB', 'page before, MiB', 'page at most, MiB'];
  return markdownTable(head, body);
}
