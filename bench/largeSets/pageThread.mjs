/**
 * What the processor did for a page's own thread. On a busy machine a page waits for its turn, which is none of its doing: this
 * tells what it would take on a quiet one, as far as the page alone is to be waited for.
 */
import { readFileSync } from 'node:fs';

/** Of Linux. */
const TICKS_A_SECOND = 100;

/** Seconds since the page's process began; NaN where the system doesn't tell. @param {import('@playwright/test').Browser} browser */
export async function pageThreadSeconds(browser) {
  const session = await browser.newBrowserCDPSession();
  const { processInfo } = await session.send('SystemInfo.getProcessInfo');
  await session.detach();
  const pages = processInfo.filter(({ type }) => type === 'renderer');
  // Another one may be kept for the next page; it has done nothing.
  return Math.max(...pages.map(({ id }) => mainThreadSeconds(id)));
}

/** @param {number} pid */
function mainThreadSeconds(pid) {
  try {
    // The process's first thread has its number. What stands in brackets may hold spaces.
    const fields = readFileSync(`/proc/${pid}/task/${pid}/stat`, 'utf8')
      .replace(/^.*\) /s, '')
      .split(' ');
    return (Number(fields[11]) + Number(fields[12])) / TICKS_A_SECOND;
  } catch {
    return Number.NaN;
  }
}
