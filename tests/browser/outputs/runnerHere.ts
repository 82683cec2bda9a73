/** `weft-runner` on this machine, out of this checkout, and bundles for it. */
import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { expect, type Page, test } from '@playwright/test';
import { unzipSync } from 'fflate';
import { findPython } from '../../../scripts/reference/environment.mjs';
import { addTwoFabrics, goTo, openStudio } from './studioSteps.ts';

const ENVIRONMENT = { ...process.env, PYTHONPATH: resolve('runner/src'), HF_HUB_OFFLINE: '1', TQDM_DISABLE: '1' };

/** Why it can't be tried here; null where it can. */
function runnerLack(python: string | null): string | null {
  if (!python) return 'No Python: set WEFT_PYTHON, or let npm run reference make one.';
  const found = spawnSync(python, ['-c', 'import weft_runner.runner'], { env: ENVIRONMENT });
  return found.status === 0 ? null : `${python} lacks packages of runner/pyproject.toml.`;
}

/**
 * Opens Train on two fabrics with its expert settings, in a studio whose bundles are downloads; gives a Python with the
 * runner's packages. Where there is none the test is skipped.
 */
export async function openForRunner(page: Page): Promise<string> {
  const python = findPython();
  const lack = runnerLack(python);
  test.skip(lack !== null, lack ?? '');
  await page.addInitScript(() => {
    Reflect.deleteProperty(window, 'showSaveFilePicker');
  });
  await openStudio(page, 'wasm');
  await addTwoFabrics(page);
  await goTo(page, 'Train');
  await page.getByText('Expert settings', { exact: true }).click();
  return python ?? '';
}

/** Trains in a folder as a person would. */
export function trainThere(python: string, folder: string): void {
  const { status, stdout, stderr } = spawnSync(python, ['-m', 'weft_runner', 'train', folder, '--cpu'], {
    env: ENVIRONMENT,
    encoding: 'utf8',
  });
  expect(status, `${stdout}\n${stderr}`).toBe(0);
}

/** Presses a button that writes a bundle, and unpacks what comes into a folder. */
export async function bundleIn(page: Page, folder: string, button = 'Go on elsewhere'): Promise<void> {
  const coming = page.waitForEvent('download', { timeout: 240_000 });
  await page.getByRole('button', { name: button, exact: true }).click();
  const files = unzipSync(readFileSync(await (await coming).path()));
  for (const [path, bytes] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), bytes);
  }
}

/** ‖ours − theirs‖ / ‖theirs‖. */
export function relativeDistance(ours: readonly number[], theirs: readonly number[]): number {
  if (ours.length !== theirs.length) throw new RangeError('vectors of other lengths');
  return lengthOf(ours.map((value, index) => value - (theirs[index] ?? 0))) / lengthOf(theirs);
}

/** ‖v‖, of more numbers than a call takes arguments. */
const lengthOf = (values: readonly number[]): number =>
  Math.sqrt(values.reduce((sum, value) => sum + value * value, 0));
