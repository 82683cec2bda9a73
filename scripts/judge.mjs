/**
 * Scores the shipped starter by the judge of `reference/judge`: how often it draws what 500 prompts name.
 *
 *   npm run judge                                    the starter in public/models/starter, as JSON
 *   npm run judge -- --prompts 100                   fewer prompts
 *   npm run judge -- subject public/models/starter   the judge's other works, with their own arguments
 */
import { spawnSync } from 'node:child_process';
import { delimiter, resolve } from 'node:path';
import process from 'node:process';
import { ensurePython, NoPythonError } from './reference/environment.mjs';

const STARTER = 'public/models/starter';
const WORKS = ['score', 'subject', 'pictures', 'accuracy', 'weights'];

/** What the judge is asked: as given where a work is named, else to score the shipped starter. @param {string[]} given */
function asked(given) {
  return WORKS.includes(given[0] ?? '') ? given : ['score', STARTER, ...given];
}

try {
  const python = ensurePython();
  // A module of `reference`, run from here: paths are those of the project's root.
  const path = [resolve('reference'), process.env.PYTHONPATH].filter(Boolean).join(delimiter);
  const { status } = spawnSync(python, ['-m', 'judge.judge', ...asked(process.argv.slice(2))], {
    stdio: 'inherit',
    env: { ...process.env, PYTHONPATH: path },
  });
  process.exitCode = status ?? 1;
} catch (error) {
  if (!(error instanceof NoPythonError)) throw error;
  console.error(error.message);
  process.exitCode = 3;
}
