/** Where a training step's time goes, by operator, as the runtime itself tells it (one thread). */
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as z from 'zod';
import { openBenchPage } from './sides/browser.mjs';
import { profileNode } from './sides/node.mjs';
import { markdownTable } from './statistics.mjs';

const WORKLOAD = 'training step';
/** Runs that are profiled; of each node the fastest counts, the first run left out. */
const RUNS = 12;
/** Groups of nodes that are listed. */
const LISTED = 15;

const Shapes = z.array(z.record(z.string(), z.array(z.number())));
const NodeEvent = z.object({
  cat: z.literal('Node'),
  name: z.string().endsWith('_kernel_time'),
  /** Microseconds. */
  dur: z.number(),
  args: z.object({ op_name: z.string(), input_type_shape: Shapes }),
});

/** The events of the sessions that an account tells of, one list each. @param {string} account */
function sessionsOf(account) {
  // One event a line, each session's between lines of `[` and `]`.
  return account.split(/^\[\s*$/m).map((session) =>
    session.split('\n').flatMap((line) => {
      if (!line.startsWith('{')) return [];
      const event = NodeEvent.safeParse(JSON.parse(line.replace(/,\s*$/, '')));
      return event.success ? [event.data] : [];
    }),
  );
}

/**
 * The account of the session with most nodes: milliseconds by operator, and by operator and shapes.
 * @param {string} account
 */
export function summarize(account) {
  const [events = []] = sessionsOf(account).toSorted((a, b) => b.length - a.length);
  /** @type {Map<string, { operator: string, shapes: string, durations: number[] }>} */
  const nodes = new Map();
  for (const { name, dur, args } of events) {
    const shapes = args.input_type_shape.map((type) => `[${Object.values(type)[0]}]`).join(' ');
    const node = nodes.get(name) ?? { operator: args.op_name, shapes, durations: [] };
    node.durations.push(dur);
    nodes.set(name, node);
  }
  const grouped = (/** @type {(node: { operator: string, shapes: string }) => string} */ keyOf) => {
    /** @type {Map<string, { milliseconds: number, nodes: number }>} */
    const groups = new Map();
    for (const node of nodes.values()) {
      const group = groups.get(keyOf(node)) ?? { milliseconds: 0, nodes: 0 };
      group.milliseconds += Math.min(...node.durations.slice(1)) / 1000;
      group.nodes += 1;
      groups.set(keyOf(node), group);
    }
    return [...groups].map(([name, group]) => ({ name, ...group })).toSorted((a, b) => b.milliseconds - a.milliseconds);
  };
  const operators = grouped(({ operator }) => operator);
  return {
    milliseconds: operators.reduce((sum, { milliseconds }) => sum + milliseconds, 0),
    nodes: nodes.size,
    operators,
    dearest: grouped(({ operator, shapes }) => `${operator} ${shapes}`).slice(0, LISTED),
  };
}

async function nodeAccount() {
  const folder = mkdtempSync(join(tmpdir(), 'weft-profile-'));
  try {
    await profileNode(WORKLOAD, RUNS, join(folder, 'session'));
    return readdirSync(folder)
      .map((file) => readFileSync(join(folder, file), 'utf8'))
      .join('\n');
  } finally {
    rmSync(folder, { recursive: true });
  }
}

async function browserAccount() {
  const { page, close } = await openBenchPage();
  try {
    return await page.evaluate(
      ([what, count]) => globalThis.weftBench.profile(what, count),
      /** @type {const} */ ([WORKLOAD, RUNS]),
    );
  } finally {
    await close();
  }
}

/** The profiles in Node and in the browser. */
export async function profileStep() {
  return [
    { side: 'Node, onnxruntime-node', ...summarize(await nodeAccount()) },
    { side: 'browser, wasm', ...summarize(await browserAccount()) },
  ];
}

/** @param {Awaited<ReturnType<typeof profileStep>>} profiles */
export function profileText(profiles) {
  return profiles
    .map(({ side, milliseconds, nodes, operators, dearest }) => {
      const share = (/** @type {number} */ part) => `${((100 * part) / milliseconds).toFixed(1)} %`;
      const table = (/** @type {string} */ what, /** @type {typeof operators} */ groups) =>
        markdownTable(
          [what, 'nodes', 'ms', 'share'],
          groups.map((group) => [group.name, group.nodes, group.milliseconds.toFixed(2), share(group.milliseconds)]),
        );
      const title = `${WORKLOAD} on ${side}, one thread: ${milliseconds.toFixed(1)} ms in ${nodes} nodes`;
      return [title, '', table('operator', operators), '', table('the dearest, with their inputs', dearest)].join('\n');
    })
    .join('\n\n');
}
