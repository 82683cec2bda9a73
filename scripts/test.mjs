/**
 * The whole test suite: Vitest in Node, then Playwright in a browser, and one closing line with the sum of both.
 * `--browser-only` leaves Vitest out; further arguments go to Playwright, whose lane on wasm it is unless they name another.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { ensureBrowser } from './browser/install.mjs';

const reports = mkdtempSync(join(tmpdir(), 'weft-tests-'));
const vitestReport = join(reports, 'vitest.json');
const playwrightReport = join(reports, 'playwright.json');

/** Runs a package's command with its output shown; true when it succeeded. @param {string} script @param {string[]} args */
function passes(script, args) {
  const environment = { ...process.env, PLAYWRIGHT_JSON_OUTPUT_NAME: playwrightReport };
  return (
    spawnSync(process.execPath, [join('node_modules', script), ...args], { stdio: 'inherit', env: environment })
      .status === 0
  );
}

/** A runner's own count; a runner that ended before it could report counts as one failure. @param {string} path @param {(report: any) => { passed: number, failed: number }} count */
function counted(path, count) {
  try {
    return count(JSON.parse(readFileSync(path, 'utf8')));
  } catch {
    return { passed: 0, failed: 1 };
  }
}

function runVitest() {
  const ok = passes('vitest/vitest.mjs', [
    'run',
    '--reporter=default',
    '--reporter=json',
    `--outputFile.json=${vitestReport}`,
  ]);
  const count = counted(vitestReport, (report) => ({
    passed: report.numPassedTests,
    // A file that cannot be loaded fails without any test in it.
    failed: Math.max(report.numFailedTests, report.success ? 0 : 1),
  }));
  return { ok, ...count };
}

/** @param {string[]} args */
function runPlaywright(args) {
  const lane = args.some((argument) => argument.startsWith('--project')) ? [] : ['--project=studio'];
  const ok = passes('@playwright/test/cli.js', ['test', '--reporter=list,json', ...lane, ...args]);
  const count = counted(playwrightReport, ({ stats, errors }) => ({
    passed: stats.expected + stats.flaky,
    failed: stats.unexpected + errors.length,
  }));
  return { ok, ...count };
}

try {
  process.env.WEFT_CHROMIUM = ensureBrowser();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exit(1);
}

const [first, ...rest] = process.argv.slice(2);
const browserOnly = first === '--browser-only';
const results = [
  ...(browserOnly ? [] : [runVitest()]),
  runPlaywright(browserOnly || first === undefined ? rest : [first, ...rest]),
];
rmSync(reports, { recursive: true });
const sum = (/** @type {'passed' | 'failed'} */ key) => results.reduce((total, result) => total + result[key], 0);
console.log(`\n${sum('passed')} passed, ${sum('failed')} failed`);
process.exit(results.every(({ ok }) => ok) && sum('failed') === 0 ? 0 : 1);
