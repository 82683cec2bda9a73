/** diffusers and PEFT on PyTorch, in a process that answers line by line (reference/bench). */
import { spawn } from 'node:child_process';
import process from 'node:process';
import { createInterface } from 'node:readline';
import * as z from 'zod';
import { findPython } from '../../scripts/reference/environment.mjs';

/** Libraries that would otherwise tell at length what they load. */
const QUIET = { HF_HUB_DISABLE_PROGRESS_BARS: '1', TQDM_DISABLE: '1', TRANSFORMERS_VERBOSITY: 'error' };

const Ready = z.object({ versions: z.string() });
const Answer = z.object({ seconds: z.array(z.number().positive()) });

/** The starter on the processor. @param {number} threads */
export function openPyTorchSide(threads) {
  return openPythonSide('PyTorch, diffusers', 'reference/bench/time_starter.py', ['--threads', String(threads)]);
}

/**
 * @param {string} name @param {string} script @param {string[]} args
 * @returns {Promise<import('./side.mjs').Side & { version: string }>}
 * @throws {Error} where there is no Python with PyTorch, or its process ends
 */
export async function openPythonSide(name, script, args) {
  const python = findPython();
  if (!python) {
    throw new Error(
      'There is no Python to compare with: `npm run reference` makes reference/.venv, or set WEFT_PYTHON to one that has what reference/requirements.txt lists.',
    );
  }
  const child = spawn(python, [script, ...args], {
    stdio: ['pipe', 'pipe', 'inherit'],
    env: { ...process.env, ...QUIET },
  });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const answer = async () => {
    const { value, done } = await lines.next();
    if (done) throw new Error(`${script} ended before it answered; what it printed says why.`);
    return JSON.parse(value);
  };
  const { versions } = Ready.parse(await answer());
  return {
    name,
    version: versions,
    async time(workload, times) {
      child.stdin.write(`${JSON.stringify({ workload, times })}\n`);
      return Answer.parse(await answer()).seconds;
    },
    async close() {
      // Its loop ends with its input.
      child.stdin.end();
      await new Promise((resolve) => {
        if (child.exitCode !== null) resolve(null);
        else child.once('exit', resolve);
      });
    },
  };
}
