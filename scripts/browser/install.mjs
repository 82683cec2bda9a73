/** Installs Chromium where there is none: by the system's package manager if it may, else by Playwright. */
import { spawnSync } from 'node:child_process';
import process from 'node:process';
import { findBrowser } from './find.mjs';

/** How each package manager gets Chromium and one font family without asking. @type {Record<string, string[][]>} */
const PACKAGE_MANAGERS = {
  'apt-get': [['update'], ['install', '--yes', '--no-install-recommends', 'chromium', 'fonts-dejavu-core']],
  dnf: [['install', '--assumeyes', 'chromium']],
  pacman: [['--sync', '--refresh', '--noconfirm', 'chromium']],
  apk: [['add', 'chromium', 'font-dejavu']],
  zypper: [['--non-interactive', 'install', 'chromium']],
};

/** @param {string} command @param {string[]} args @param {import('node:child_process').StdioOptions} stdio */
function succeeds(command, args, stdio = 'ignore') {
  const environment = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  return spawnSync(command, args, { stdio, env: environment }).status === 0;
}

/** What stands before a command that needs root's rights; null where they cannot be had. */
function rootPrefix() {
  if (process.getuid?.() === 0) return [];
  return succeeds('sudo', ['--non-interactive', 'true']) ? ['sudo', '--non-interactive'] : null;
}

function installByPackageManager() {
  const prefix = process.platform === 'linux' ? rootPrefix() : null;
  if (prefix === null) return;
  const manager = Object.keys(PACKAGE_MANAGERS).find((name) => succeeds(name, ['--version']));
  if (manager === undefined) return;
  for (const args of PACKAGE_MANAGERS[manager] ?? []) {
    const [command = manager, ...rest] = [...prefix, manager, ...args];
    if (!succeeds(command, rest, 'inherit')) return;
  }
}

/**
 * The path of a browser that starts; installs one first where there is none.
 * @returns {string}
 * @throws {Error} that says what to install, where nothing could be
 */
export function ensureBrowser() {
  const found = findBrowser();
  if (found) return found;
  console.log('No Chromium or Chrome on this machine: installing one for the tests.');
  installByPackageManager();
  const installed = findBrowser();
  if (installed) return installed;
  succeeds(process.execPath, ['node_modules/@playwright/test/cli.js', 'install', 'chromium'], 'inherit');
  const fetched = findBrowser();
  if (fetched) return fetched;
  throw new Error(
    'The browser tests need Chromium or Chrome, and none could be installed from here. Install one (on Debian and ' +
      'Ubuntu: sudo apt-get install chromium), or set WEFT_CHROMIUM to the path of one, and start the tests again.',
  );
}
