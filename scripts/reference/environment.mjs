/** The Python that the reference runs in: WEFT_PYTHON, or `reference/.venv`, made on first use from `requirements.txt`. */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import process from 'node:process';

const FOLDER = 'reference/.venv';
const REQUIREMENTS = 'reference/requirements.txt';
/** Holds a hash of the requirements that were installed, so that a change installs anew. */
const STAMP = `${FOLDER}/weft-requirements`;

/** No Python of the right kind, or its packages could not be had. */
export class NoPythonError extends Error {}

/** @param {string} command @param {string[]} args */
function run(command, args) {
  return spawnSync(command, args, { stdio: 'inherit' }).status === 0;
}

/** A Python that `python -m venv` works in: the pinned packages have wheels for 3.11 and later. */
function systemPython() {
  const wanted = 'import ensurepip, sys, venv; sys.exit(sys.version_info < (3, 11))';
  const found = ['python3', 'python', 'python3.11', 'python3.12', 'python3.13'].find(
    (command) => spawnSync(command, ['-c', wanted], { stdio: 'ignore' }).status === 0,
  );
  if (found) return found;
  throw new NoPythonError('The reference needs Python 3.11 or newer with venv: install it, or set WEFT_PYTHON.');
}

/**
 * The path of a Python that has everything in `reference/requirements.txt`.
 * @returns {string}
 * @throws {NoPythonError} that says what is missing
 */
export function ensurePython() {
  if (process.env.WEFT_PYTHON) return process.env.WEFT_PYTHON;
  const python = process.platform === 'win32' ? `${FOLDER}/Scripts/python.exe` : `${FOLDER}/bin/python`;
  const requirements = readFileSync(REQUIREMENTS, 'utf8');
  const stamp = createHash('sha256').update(requirements).digest('hex');
  if (existsSync(python) && existsSync(STAMP) && readFileSync(STAMP, 'utf8') === stamp) return python;

  console.log(`Making ${FOLDER}: once, a few minutes.`);
  // PyTorch first and alone, so that no other package's range brings in another build of it.
  const torch = requirements.split('\n').find((line) => line.startsWith('torch==')) ?? 'torch';
  const pip = ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check'];
  const made =
    run(systemPython(), ['-m', 'venv', FOLDER]) &&
    run(python, [...pip, torch]) &&
    run(python, [...pip, '-r', REQUIREMENTS]);
  if (!made) throw new NoPythonError(`The packages of ${REQUIREMENTS} could not be installed into ${FOLDER}.`);
  writeFileSync(STAMP, stamp);
  return python;
}
