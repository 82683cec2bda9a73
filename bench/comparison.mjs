/**
 * The engine side by side with PyTorch: rounds in which every side takes its turn, so that what else the machine does
 * falls on all of them alike.
 */
import { openBrowserSide } from './sides/browser.mjs';
import { openNodeSide } from './sides/node.mjs';
import { openPyTorchSide } from './sides/pytorch.mjs';
import { WORKLOADS } from './sides/side.mjs';
import { figure, markdownTable, summary } from './statistics.mjs';

/** Repetitions in one turn: enough to outlast the neighbour's threads, which spin on for a while. */
const TIMES = { 'training step': 6, 'denoising step': 10, image: 2 };
/** What warms a side up: compiled code, caches, allocators. */
const WARM_UP = { 'training step': 6, 'denoising step': 6, image: 1 };
/** The repetitions of a turn that don't count, since the neighbour may still have been running. */
const SETTLING = { 'training step': 1, 'denoising step': 2, image: 0 };

/**
 * @param {{ threads: number, rounds: number, log: (line: string) => void }} options
 */
export async function compare({ threads, rounds, log }) {
  /** @type {(import('./sides/side.mjs').Side & { version: string })[]} */
  const sides = [];
  const rows = [];
  try {
    // PyTorch first: without it there is nothing to compare with, and no need to build.
    for (const open of [openPyTorchSide, openNodeSide, openBrowserSide]) sides.push(await open(threads));
    for (const workload of WORKLOADS) {
      const seconds = sides.map(() => /** @type {number[]} */ ([]));
      for (const side of sides) await side.time(workload, WARM_UP[workload]);
      for (let round = 0; round < rounds; round++) {
        log(`${workload}, round ${round + 1} of ${rounds}`);
        for (const [i, side] of sides.entries()) {
          const turn = await side.time(workload, TIMES[workload]);
          seconds[i]?.push(...turn.slice(SETTLING[workload]));
        }
      }
      const [reference, ...ours] = seconds.map(summary);
      if (!reference) throw new Error('no side was opened');
      const compared = ours.map((measured, i) => ({
        name: sides[i + 1]?.name ?? '',
        ...measured,
        // Above 1 the engine is the faster.
        ratio: reference.median / measured.median,
        ratioOfMinima: reference.min / measured.min,
      }));
      for (const { name, ratio } of compared) log(`${workload}: ${name} is ${ratio.toFixed(2)} times as fast`);
      rows.push({ workload, reference, sides: compared });
    }
    return { threads, rounds, versions: sides.map(({ name, version }) => ({ name, version })), rows };
  } finally {
    for (const side of sides) await side.close();
  }
}

/** @param {Awaited<ReturnType<typeof compare>>} comparison */
export function comparisonText({ threads, rounds, versions, rows }) {
  const seconds = (/** @type {{ median: number, min: number }} */ { median, min }) =>
    `${figure(median)} (${figure(min)})`;
  const names = rows[0]?.sides.map(({ name }) => name) ?? [];
  const head = ['seconds: median (least)', versions[0]?.name ?? '', ...names.flatMap((name) => [name, 'PyTorch / it'])];
  const body = rows.map(({ workload, reference, sides }) => [
    workload,
    seconds(reference),
    ...sides.flatMap((side) => [seconds(side), `${side.ratio.toFixed(2)} (${side.ratioOfMinima.toFixed(2)})`]),
  ]);
  return [
    `${threads} threads each, ${rounds} rounds by turns; ${versions.map(({ version }) => version).join('; ')}`,
    '',
    markdownTable(head, body),
  ].join('\n');
}
