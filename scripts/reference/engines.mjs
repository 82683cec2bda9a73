/**
 * The engines and places that bundles are written for, as far as they read files: checkouts of their repositories at the commits
 * that the tests' lists of names are of, and a Python with their packages. WEFT_ENGINES, or `.cache/engines`, made on first use.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import process from 'node:process';
import * as z from 'zod';

const FOLDER = '.cache/engines';
const LISTS = 'tests/fixtures/run-bundle/engines';
const REQUIREMENTS = 'reference/elsewhere/requirements.txt';
/** There once all of it is. */
const STAMP = 'complete';

/** What each list was made of: a repository and its commit. */
const List = z.object({ source: z.string().regex(/^[\w-]+\/[\w-]+ [0-9a-f]{40}$/) });

/** @param {string} command @param {string[]} args */
function run(command, args) {
  const { status } = spawnSync(command, args, { stdio: 'inherit' });
  if (status !== 0) throw new Error(`${command} ${args.join(' ')} failed.`);
}

const sources = () =>
  readdirSync(LISTS).map((name) => List.parse(JSON.parse(readFileSync(join(LISTS, name), 'utf8'))).source);

/** What the stamp of the present sources says. */
const presentStamp = () => [...sources().toSorted(), readFileSync(REQUIREMENTS, 'utf8')].join('\n');

/** @param {string} folder */
const pythonIn = (folder) => join(folder, 'venv', process.platform === 'win32' ? 'Scripts/python.exe' : 'bin/python');

/** The folder with the checkouts and the Python beside them, or null where they have not been made. */
export function findEngines() {
  const folder = resolve(process.env.WEFT_ENGINES ?? FOLDER);
  const stamp = join(folder, STAMP);
  const made = process.env.WEFT_ENGINES || (existsSync(stamp) && readFileSync(stamp, 'utf8') === presentStamp());
  return made ? { folder, python: pythonIn(folder) } : null;
}

/** The same, made where there is none. @param {string} python of the reference, whose packages are used too */
export function ensureEngines(python) {
  const found = findEngines();
  if (found) return found;
  console.log(`Fetching engines into ${FOLDER}: once, some minutes.`);
  for (const source of sources()) {
    const [repository = '', commit = ''] = source.split(' ');
    const checkout = join(FOLDER, repository.slice(repository.indexOf('/') + 1));
    mkdirSync(checkout, { recursive: true });
    const git = (/** @type {string[]} */ ...args) => run('git', ['-C', checkout, ...args]);
    git('init', '--quiet');
    // Weights and pictures lie in there too.
    git('sparse-checkout', 'set', '--no-cone', '*.py');
    const from = `https://github.com/${repository}`;
    git('fetch', '--quiet', '--depth', '1', '--filter', 'blob:none', from, commit);
    git('config', 'remote.origin.url', from);
    git('config', 'remote.origin.promisor', 'true');
    git('checkout', '--quiet', 'FETCH_HEAD');
  }
  run(python, ['-m', 'venv', join(FOLDER, 'venv')]);
  const own = pythonIn(FOLDER);
  const site = 'import sysconfig; print(sysconfig.get_path("purelib"), end="")';
  const [mine, theirs] = [own, python].map((each) => spawnSync(each, ['-c', site], { encoding: 'utf8' }).stdout);
  writeFileSync(join(mine ?? '', 'reference.pth'), `${theirs}\n`);
  run(own, ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', '-r', REQUIREMENTS]);
  writeFileSync(join(FOLDER, STAMP), presentStamp());
  return { folder: resolve(FOLDER), python: resolve(own) };
}
