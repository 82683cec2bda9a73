/**
 * The fuzz lane: every parser of foreign bytes is given inputs that are whole but for a few changes. Each input must be
 * accepted, or refused by an error of the project's own, in two seconds and in ten times its size and 64 MB.
 *
 *   npm run fuzz -- --minutes 10                    all targets in turn, with a seed that it prints
 *   npm run fuzz -- --minutes 1 --target png        those whose names hold a word
 *   npm run fuzz -- --minutes 1 --seed loom         the inputs of that seed again
 *   npm run fuzz -- --inputs 5000                   so many of each target, however long that takes
 *
 * Inputs that fail are kept in tests/fuzz/corpus, which the unit tests read again.
 */
import os from 'node:os';
import process from 'node:process';
import { parseArgs } from 'node:util';
import { runnerImport } from 'vite';

const { values: asked } = parseArgs({
  options: {
    minutes: { type: 'string' },
    inputs: { type: 'string' },
    seed: { type: 'string', default: Date.now().toString(36) },
    target: { type: 'string', default: '' },
    processes: { type: 'string', default: String(Math.min(4, os.availableParallelism())) },
  },
});

/** A number above 0, or an end with a word. @param {string} name @param {string} text */
function positive(name, text) {
  const value = Number(text);
  if (value > 0) return value;
  console.error(`--${name} takes a number above 0, not “${text}”.`);
  process.exit(2);
}

const minutes = asked.minutes ?? (asked.inputs === undefined ? '1' : '600');
/** @type {{ module: typeof import('../tests/fuzz/run/lane.ts') }} */
const { module } = await runnerImport('./tests/fuzz/run/lane.ts', { configFile: false });
const lane = await module.Lane.open();
let failed = false;
try {
  const names = (await lane.targets()).filter((name) => name.includes(asked.target));
  if (names.length === 0) {
    console.error(`No target has “${asked.target}” in its name.`);
    process.exit(2);
  }
  console.log(`${names.length} targets, seed ${asked.seed}`);
  for (const [name, count] of await lane.accepted(names)) {
    // What lies behind the first refusal would never be reached.
    if (count === 0) console.log(`  of the whole inputs of ${name} none is accepted`);
  }
  const began = Date.now();
  const results = await lane.fuzz(names, {
    seed: asked.seed,
    milliseconds: 60_000 * positive('minutes', minutes),
    ...(asked.inputs !== undefined && { inputs: positive('inputs', asked.inputs) }),
    processes: positive('processes', asked.processes),
    onFailure: ({ target, kind, message, place, file }) => {
      if (file) console.log(`✗ ${target}: ${kind}: ${message}\n    ${place}\n    ${file}`);
    },
  });
  let inputs = 0;
  let failures = 0;
  for (const [name, result] of results) {
    inputs += result.inputs;
    failures += result.failures.length;
    const count = result.failures.length === 0 ? '' : `  ${result.failures.length} failed`;
    console.log(`${String(result.inputs).padStart(9)}  ${name}${count}`);
  }
  const seconds = Math.round((Date.now() - began) / 1000);
  console.log(`${inputs} inputs in ${seconds} s, ${failures} failed; seed ${asked.seed}`);
  failed = failures > 0;
} finally {
  lane.close();
}
process.exitCode = failed ? 1 : 0;
