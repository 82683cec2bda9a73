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

const PYTHON = process.platform === 'win32' ? `${FOLDER}/Scripts/python.exe` : `${FOLDER}/bin/python`;

/** What the stamp of the present requirements says. */
function presentStamp() {
  return createHash('sha256').update(readFileSync(REQUIREMENTS, 'utf8')).digest('hex');
}

/** The path of a Python that has everything in `reference/requirements.txt`, or null where none has been made. @returns {string | null} */
export function findPython() {
  if (process.env.WEFT_PYTHON) return process.env.WEFT_PYTHON;
  const made = existsSync(PYTHON) && existsSync(STAMP) && readFileSync(STAMP, 'utf8') === presentStamp();
  return made ? PYTHON : null;
}

/**
 * The path of a Python that has everything in `reference/requirements.txt`, made where there is none.
 * @returns {string}
 * @throws {NoPythonError} that says what is missing
 */
export function ensurePython() {
  const found = findPython();
  if (found) return found;

  console.log(`Making ${FOLDER}: once, a few minutes.`);
  // PyTorch first and alone, so that no other package's range brings in another build of it.
  const torch =
    readFileSync(REQUIREMENTS, 'utf8')
      .split('\n')
      .find((line) => line.startsWith('torch==')) ?? 'torch';
  const pip = ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check'];
  const made =
    run(systemPython(), ['-m', 'venv', FOLDER]) &&
    run(PYTHON, [...pip, torch]) &&
    run(PYTHON, [...pip, '-r', REQUIREMENTS]);
  if (!made) throw new NoPythonError(`The packages of ${REQUIREMENTS} could not be installed into ${FOLDER}.`);
  writeFileSync(STAMP, presentStamp());
  return PYTHON;
}
