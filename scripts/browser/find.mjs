/**
 * Finds a Chromium or Chrome that starts on this machine: the one named in WEFT_CHROMIUM or CHROME_PATH, one on the
 * path, one in its system's usual place, or the one Playwright keeps.
 */
import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import process from 'node:process';
import { chromium } from '@playwright/test';

const COMMANDS = [
  'chromium',
  'chromium-browser',
  'google-chrome',
  'google-chrome-stable',
  'microsoft-edge',
  'brave-browser',
];

const MAC_PLACES = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  '/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge',
];

const WINDOWS_PLACES = [
  ['Google', 'Chrome', 'Application', 'chrome.exe'],
  ['Chromium', 'Application', 'chrome.exe'],
  ['Microsoft', 'Edge', 'Application', 'msedge.exe'],
];

/** The places to look in, best first. @returns {string[]} */
function candidates() {
  const { env, platform } = process;
  const onPath =
    platform === 'win32'
      ? []
      : (env.PATH ?? '').split(delimiter).flatMap((folder) => COMMANDS.map((command) => join(folder, command)));
  const windowsRoots = [env.PROGRAMFILES, env['PROGRAMFILES(X86)'], env.LOCALAPPDATA].filter(
    (root) => root !== undefined,
  );
  const usual = {
    darwin: MAC_PLACES,
    win32: windowsRoots.flatMap((root) => WINDOWS_PLACES.map((parts) => join(root, ...parts))),
  }[/** @type {string} */ (platform)];
  return [...onPath, ...(usual ?? []), chromium.executablePath()];
}

/**
 * Whether the program starts at all: Ubuntu's `chromium-browser` may be a stub that only asks for a snap, and a
 * browser without its libraries ends at once. On Windows Chrome answers `--version` by opening a window, so being there has to do.
 * @param {string} path
 */
function starts(path) {
  if (!existsSync(path)) return false;
  if (process.platform === 'win32') return true;
  try {
    return /\d+\.\d+/.test(
      execFileSync(path, ['--version'], { timeout: 20_000, stdio: ['ignore', 'pipe', 'ignore'] }).toString(),
    );
  } catch {
    return false;
  }
}

/**
 * The path of a browser that starts, or null where there is none.
 * @returns {string | null}
 * @throws {Error} when WEFT_CHROMIUM or CHROME_PATH names a program that does not start
 */
export function findBrowser() {
  for (const variable of ['WEFT_CHROMIUM', 'CHROME_PATH']) {
    const named = process.env[variable];
    if (!named) continue;
    if (starts(named)) return named;
    throw new Error(`${variable} names ${named}, which is no browser that starts here. Correct it or unset it.`);
  }
  return candidates().find(starts) ?? null;
}
