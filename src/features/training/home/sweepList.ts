/** `sweep.json` of `weft-runner sweep`: which runs are of one sweep, and in what they differ. See docs/sweep-json.md. */
import { fingerprint, parseShallowJson } from '@weft/engine';
import * as z from 'zod';
import type { RunOut } from '../../../contract/runs/runOut.ts';
import { SweepMark } from '../../../contract/runs/runs.ts';

/** Bytes of a list of 200 runs, and much more. */
const LARGEST = 4 * 2 ** 20;
const LIST = /(?:^|\/)sweep\.json$/;

const SweepList = z.object({
  format: z.literal('weft-sweep-out'),
  version: z.literal(1),
  runs: z
    .array(
      z.object({ id: z.string().min(1), values: z.record(z.string(), SweepMark.shape.values.element.shape.value) }),
    )
    .min(1)
    .max(200),
});

/**
 * The marks of runs by their ids. A list that can’t be read leaves its runs without: they come home all the same.
 * @param files all that was brought
 */
export async function sweepMarks(
  files: ReadonlyMap<string, Blob>,
  runs: readonly { report: Pick<RunOut, 'id' | 'settings'> }[],
): Promise<ReadonlyMap<string, SweepMark>> {
  const marks = new Map<string, SweepMark>();
  for (const [path, file] of files) {
    if (!LIST.test(path) || file.size > LARGEST) continue;
    const list = SweepList.safeParse(await told(file));
    if (!list.success) continue;
    const ids = list.data.runs.map(({ id }) => id);
    // The same however often it is brought, since the runs’ ids are.
    const id = fingerprint(ids);
    const first = runs.find(({ report }) => ids.includes(report.id));
    const name = nameOf(first?.report.settings.adapterName ?? '', Object.keys(list.data.runs[0]?.values ?? {}));
    for (const { id: run, values } of list.data.runs) {
      const told = Object.entries(values).map(([setting, value]) => ({ setting, value }));
      const mark = SweepMark.safeParse({ id, name, values: told });
      if (mark.success) marks.set(run, mark.data);
    }
  }
  return marks;
}

async function told(file: Blob): Promise<unknown> {
  try {
    return parseShallowJson(await file.text());
  } catch {
    return null;
  }
}

/** The sweep’s name: that of one of its runs, without the values that the runner puts behind it. */
function nameOf(run: string, [first]: string[]): string {
  const words = first?.replace(/(?<=[a-z])([A-Z])/g, ' $1').toLowerCase();
  const at = words ? run.indexOf(`, ${words} `) : -1;
  return at > 0 ? run.slice(0, at) : run;
}
