/**
 * A training step in Chromium beside other work on the same machine: processes that do nothing but compute. And how long the
 * page takes to answer meanwhile.
 *
 * How ONNX Runtime's threads wait can't be chosen in a browser: its wasm has one pool for all sessions, and takes for it a number
 * of threads alone (`OrtInit` in onnxruntime/wasm/api.cc). So what there is to choose is that number.
 */
import { spawn } from 'node:child_process';
import os from 'node:os';
import process from 'node:process';
import { openBenchPage } from './sides/browser.mjs';
import { figure, markdownTable, summary } from './statistics.mjs';

const BUSY = [0, 1, 2];
/** Milliseconds between two looks at whether the page answers. */
const BEAT = 10;

/** Starts processes that take a core each for as long as they live. @param {number} count */
function startBusy(count) {
  const started = Array.from({ length: count }, () => spawn(process.execPath, ['-e', 'for (;;);']));
  return () => {
    for (const each of started) each.kill();
  };
}

/**
 * By turns, so that what else goes on at the machine meets all alike.
 * @param {{ rounds: number, log: (line: string) => void }} options
 */
export async function measureBusy({ rounds, log }) {
  const counts = [...new Set([1, Math.max(1, os.availableParallelism() - 1), os.availableParallelism()])];
  const rows = [];
  for (const threads of counts) {
    const { page, close } = await openBenchPage();
    try {
      await page.evaluate((count) => globalThis.weftBench.openEngine(count), threads);
      for (const busy of BUSY) {
        const end = startBusy(busy);
        try {
          const measured = await page.evaluate(
            async ([times, beat]) => {
              let latest = 0;
              let due = performance.now() + beat;
              const timer = setInterval(() => {
                latest = Math.max(latest, performance.now() - due);
                due = performance.now() + beat;
              }, beat);
              const seconds = await globalThis.weftBench.time('training step', times);
              clearInterval(timer);
              return { seconds, late: latest / 1000 };
            },
            /** @type {const} */ ([rounds, BEAT]),
          );
          rows.push({ threads, busy, ...summary(measured.seconds), late: measured.late });
          log(`${threads} threads beside ${busy}: ${figure(summary(measured.seconds).median)} s`);
        } finally {
          end();
        }
      }
    } finally {
      await close();
    }
  }
  return { rows };
}

/** @param {Awaited<ReturnType<typeof measureBusy>>} measured */
export function busyText({ rows }) {
  const quiet = new Map(rows.filter(({ busy }) => busy === 0).map(({ threads, median }) => [threads, median]));
  const body = rows.map(({ threads, busy, median, min, max, late }) => [
    threads,
    busy,
    figure(median / (quiet.get(threads) ?? Number.NaN)),
    ...[median, min, max].map(figure),
    Math.round(late * 1000),
  ]);
  const head = [
    'threads',
    'busy processes beside',
    'times the quiet step',
    'median s',
    'min',
    'max',
    'page late at most, ms',
  ];
  return `A training step on wasm\n\n${markdownTable(head, body)}`;
}
