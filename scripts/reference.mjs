/**
 * Holds the engine against diffusers, transformers, PEFT and PyTorch in one run, and writes `bench/PARITY.md`:
 * the fixtures written anew and compared with those that are kept, the parity tests in Node, the same comparisons in
 * a browser, what the engine wrote read by diffusers and PEFT, and a run of the studio that its own runner trains.
 *
 *   --full-size   also Stable Diffusion 1.5's own config with random weights (needs 2 GB of disk and 12 GB of memory)
 *   --runner      also the runner's own tests but its sweeps: processes that are killed, Stable Diffusion XL (many minutes)
 *   --engines     also bundles' files read by the parsers of the engines and places that they are for, which are fetched first
 *   --kernels     also every graph on the WebGPU provider without a way back to the processor
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { ensureEngines } from './reference/engines.mjs';
import { ensurePython, NoPythonError } from './reference/environment.mjs';
import { keepRows, readRows, table } from './reference/table.mjs';

const vitest = 'node_modules/vitest/vitest.mjs';

/** What keeps the libraries' progress bars and advice out of the figures. */
const QUIET = { TQDM_DISABLE: '1', HF_HUB_DISABLE_PROGRESS_BARS: '1', TRANSFORMERS_VERBOSITY: 'error' };

/**
 * The parts of a run in their order. A part that fails does not stop the next: the table shows all that was measured.
 * @param {string} python @param {string} work @param {string} rows
 */
function parts(python, work, rows) {
  const fixtures = join(work, 'fixtures');
  const ours = join(work, 'ours');
  const fullSize = join(work, 'full-size');
  const environment = { WEFT_PARITY_ROWS: rows, WEFT_PARITY_OURS: ours };
  const asked = (/** @type {string} */ flag) => process.argv.includes(flag);
  return [
    { what: 'Fixtures, written anew', command: [python, 'reference/parity/write_fixtures.py', '--out', fixtures] },
    {
      what: 'Fixtures, new against kept',
      command: [python, 'reference/parity/compare_fixtures.py', fixtures, 'tests/fixtures', '--rows', rows],
    },
    { what: 'The engine in Node', command: [process.execPath, vitest, 'run', 'tests/parity'], environment },
    {
      what: 'What the engine wrote, read by diffusers and PEFT',
      command: [python, 'reference/parity/check_ours.py', ours, '--rows', rows],
    },
    {
      what: 'The engine in a browser',
      command: [process.execPath, 'scripts/reference/browserLanes.mjs', '--rows', rows],
    },
    {
      what: 'A run that goes elsewhere and comes home',
      command: [process.execPath, 'node_modules/@playwright/test/cli.js', 'test', 'comeHome', '--project', 'studio'],
      environment: { WEFT_PYTHON: python, WEFT_PARITY_ROWS: rows },
    },
    ...(asked('--runner')
      ? [
          {
            what: 'The runner, beside the engine in Node and beside diffusers',
            command: [python, '-m', 'pytest', '-q', 'runner/tests', '-c', 'runner/pyproject.toml', '-k', 'not sweep'],
            environment: { WEFT_PARITY_ROWS: rows, HF_HUB_OFFLINE: '1' },
          },
        ]
      : []),
    ...(asked('--engines')
      ? [
          {
            what: 'Bundles, read by those that they are for',
            command: [process.execPath, vitest, 'run', 'tests/parity/elsewhere'],
            environment: { WEFT_ENGINES: ensureEngines(python).folder },
          },
        ]
      : []),
    ...(asked('--kernels')
      ? [{ what: 'Kernels', command: [process.execPath, 'scripts/kernels.mjs'], environment }]
      : []),
    ...(asked('--full-size')
      ? [
          { what: 'Full size, the reference', command: [python, 'reference/parity/write_full_size.py', fullSize] },
          {
            what: 'Full size, the engine',
            command: [process.execPath, vitest, 'run', 'tests/parity/fullSize.test.ts'],
            environment: { ...environment, WEFT_FULL_SIZE: fullSize },
          },
        ]
      : []),
  ];
}

function main() {
  const python = ensurePython();
  const work = mkdtempSync(join(tmpdir(), 'weft-reference-'));
  const rows = join(work, 'rows.jsonl');
  const failed = [];
  try {
    for (const { what, command, environment } of parts(python, work, rows)) {
      console.log(`\n— ${what}`);
      const [program = '', ...args] = command;
      const { status } = spawnSync(program, args, {
        stdio: 'inherit',
        env: { ...process.env, ...QUIET, ...environment },
      });
      if (status !== 0) failed.push(what);
    }
    const measured = readRows(rows);
    keepRows(measured);
    console.log(`\n${table(measured)}\n`);
    const beyond = measured.filter((row) => row.measured > row.bound);
    failed.push(...beyond.map((row) => `${row.what} on ${row.lane}: ${row.measured}, at most ${row.bound}`));
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
  if (failed.length > 0) {
    console.error(`Not as the reference has it:\n  ${[...new Set(failed)].join('\n  ')}`);
    process.exitCode = 1;
  }
}

try {
  main();
} catch (error) {
  if (!(error instanceof NoPythonError)) throw error;
  console.error(error.message);
  process.exitCode = 3;
}
