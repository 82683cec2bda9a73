/** Files that were dropped or chosen, down to the runs in them: each is a folder with a report. */
import { type ErrorInfo, studioError } from '../../../contract/errors.ts';
import type { UnpackedZip } from '../../../contract/imageWorker.ts';
import type { SweepMark } from '../../../contract/runs/runs.ts';
import { isRunZip } from '../../../kit/files/bringsRun.ts';
import { pathOf } from '../../../kit/files/pathOf.ts';
import { t } from '../../../kit/language/t.ts';
import { errorInfoOf } from '../../../kit/worker/outcome.ts';
import { openReport, type ReadReport, readReport } from './readReport.ts';
import { sweepMarks } from './sweepList.ts';

/** A run in a folder; its files by their paths below it. */
export interface FoundRun extends ReadReport {
  folder: string;
  files: ReadonlyMap<string, Blob>;
  /** Where it is one of a sweep. */
  sweep: SweepMark | null;
}

/** A folder or a zip that could not be taken, and why. Its adapters may be imported by themselves. */
export interface NotTaken {
  name: string;
  error: ErrorInfo;
  files: ReadonlyMap<string, Blob>;
}

export interface FoundRuns {
  runs: FoundRun[];
  notTaken: NotTaken[];
}

const NONE: ReadonlyMap<string, Blob> = new Map();
const REPORT = /(?:^|\/)run\.json$/;
/** Reports that are looked into: a sweep has two of each run, its own and the bundle’s. */
const MOST_REPORTS = 500;

export async function findRuns(
  files: readonly File[],
  unpack: (zip: Blob) => Promise<UnpackedZip>,
): Promise<FoundRuns> {
  const found: FoundRuns = { runs: [], notTaken: [] };
  const outside = new Map<string, Blob>();
  for (const file of files) {
    if (!(await isRunZip(file))) {
      outside.set(pathOf(file), file);
      continue;
    }
    try {
      const name = file.name.replace(/\.zip$/i, '');
      const { files: inside, refused } = await unpack(file);
      for (const { path, file: unpacked } of inside) outside.set(`${name}/${path}`, unpacked);
      for (const { path, error } of refused) found.notTaken.push({ name: path, error, files: NONE });
    } catch (error) {
      const { code, message } = errorInfoOf(error);
      const advice = t('Copy it again, or unpack it and drop the folder.');
      found.notTaken.push({ name: file.name, error: { code, message, advice }, files: NONE });
    }
  }
  // Browsers give a folder's files in any order.
  const reports = [...outside.keys()].filter((path) => REPORT.test(path)).sort();
  let bundles = 0;
  for (const path of reports.slice(0, MOST_REPORTS)) {
    const folder = path.slice(0, -'run.json'.length);
    const inside = new Map(
      [...outside].flatMap(([each, file]) => (each.startsWith(folder) ? [[each.slice(folder.length), file]] : [])),
    );
    try {
      const { kind, told } = await openReport(outside.get(path) as Blob);
      if (kind === 'out') found.runs.push({ folder, files: inside, sweep: null, ...readReport(told) });
      if (kind === 'bundle') bundles += 1;
    } catch (error) {
      found.notTaken.push({ name: folder.replace(/\/$/, '') || 'run.json', error: errorInfoOf(error), files: inside });
    }
  }
  const marks = await sweepMarks(outside, found.runs);
  found.runs = found.runs.map((run) => ({ ...run, sweep: marks.get(run.report.id) ?? null }));
  if (found.runs.length + found.notTaken.length === 0) {
    found.notTaken.push({ name: files[0]?.name ?? '', error: nothingFound(bundles > 0).info, files: NONE });
  }
  return found;
}

function nothingFound(isBundle: boolean) {
  return isBundle
    ? studioError(
        'adapter-unsupported',
        t('This is a run as it left the studio: nothing has been learnt from it yet.'),
        t('Run it, and bring the folder out/ that comes to lie in it.'),
      )
    : studioError(
        'adapter-unsupported',
        t('There is no run in it that weft-runner has left.'),
        t('Bring the folder out/ that lies beside the bundle’s run.json, or a zip of it.'),
      );
}
