/** What of a run's report and files goes where in the studio. Pure. */

import { XL_FAMILY } from '../../../contract/runs/runBundle.ts';
import type { DigestedFile, RunNumbers, StateFiles } from '../../../contract/runs/runNumbers.ts';
import type { EvaluationPoint, LossPoint, RunIdentity } from '../../../contract/runs/runs.ts';
import { t } from '../../../kit/language/t.ts';
import type { LibraryRecord } from '../../library/records/libraryFields.ts';
import type { CheckpointRecord, RunRecord } from '../../library/records/runRecords.ts';
import { learntFields } from '../run/keepLearnt.ts';
import type { FoundRun } from './findRuns.ts';
import type { LeftPart } from './readReport.ts';

type Report = FoundRun['report'];

/** What this studio has of the run already. */
export interface Present {
  /** Whether the library has what it left. */
  inLibrary: boolean;
  /** Bytes of the numbers of the library's adapter; null where there is none. */
  bytes: number | null;
  /** Its record where it is unfinished here, and its last checkpoint's step. */
  unfinished: { record: RunRecord; step: number } | null;
  /** Steps whose numbers are kept. */
  kept: readonly number[];
}

/** A file that the report names; null where it isn't there, which is named. */
function fileOf({ files }: FoundRun, told: { file: string; sha256: string }, part: string, left: LeftPart[]) {
  const file = files.get(told.file);
  if (file) return { file, sha256: told.sha256 };
  left.push(missing(part, told.file));
  return null;
}

export function missing(part: string, file: string): LeftPart {
  return {
    part,
    error: {
      code: 'adapter-missing',
      message: t('{file} is not in the folder.', { file }),
      advice: t('Copy the folder again, all of it, and bring it in once more.'),
    },
  };
}

/** What of a run on Stable Diffusion XL has no place here; null where all of it has. */
export function xlPartsLeft({ settings, model, status }: Report): LeftPart | null {
  if (model.family !== XL_FAMILY) return null;
  if (settings.method === 'textual-inversion' && status === 'finished')
    return {
      part: t('The word'),
      error: {
        code: 'adapter-unsupported',
        message: t('It has rows for the two text encoders of Stable Diffusion XL, of which this studio has one.'),
        advice: t('Its files in out/adapter/ are ready for diffusers, kohya’s scripts and the web UIs.'),
      },
    };
  if (status !== 'finished')
    return {
      part: t('The state'),
      error: {
        code: 'adapter-unsupported',
        message: t('A run on Stable Diffusion XL can’t be gone on with here.'),
        advice: t('weft-runner goes on with it from its last checkpoint, by the command that began it.'),
      },
    };
  return null;
}

/** The numbers that are to be stored: none twice, and a state only where the run can be gone on with from it. */
export function numbersToTake(run: FoundRun, present: Present, left: LeftPart[]): RunNumbers {
  const { report } = run;
  const { id, settings, modules, model, status } = report;
  const lora = settings.method === 'lora' && modules;
  const finished = status === 'finished';
  const xl = xlPartsLeft(report);
  if (xl) left.push(xl);
  const toLearn = finished && !present.inLibrary && !xl;
  if (toLearn && !report.theta) left.push(missing(t('What was learnt'), 'adapter/theta.f32'));
  return {
    id,
    layers: lora ? { baseModel: model.name, rank: settings.rank, loraAlpha: settings.loraAlpha, modules } : null,
    rows: settings.method === 'lora' ? 0 : settings.vectors,
    theta: toLearn && report.theta ? fileOf(run, report.theta, t('What was learnt'), left) : null,
    steps: report.thetas.flatMap((told) => {
      if (present.kept.includes(told.step)) return [];
      const learnt = fileOf(run, told, t('What was learnt by step {step}', { step: told.step }), left);
      return learnt ? [{ step: told.step, learnt }] : [];
    }),
    states: finished || present.inLibrary || xl ? [] : statesToTry(run, present.unfinished?.step ?? 0),
    vectors: ['theta', 'm', 'v', ...(settings.method === 'lora' && settings.emaDecay > 0 ? ['average'] : [])],
  };
}

/** The newest first; none that is no further than what this browser has. */
function statesToTry({ report, files }: FoundRun, further: number): StateFiles[] {
  return [...report.checkpoints]
    .sort((a, b) => b.step - a.step)
    .filter(({ step }) => step > further && step < report.settings.steps)
    .map(({ step, folder }) => {
      const inside = [...files].flatMap(([path, file]): [string, Blob][] => {
        const name = path.startsWith(`${folder}/`) ? path.slice(folder.length + 1) : '';
        return /^(?:state\.json|[\w ]+\.f32)$/.test(name) ? [[name, file]] : [];
      });
      return { step, files: Object.fromEntries(inside.map(([name, file]) => [name, { file, sha256: null }])) };
    });
}

/** The same states with the digests that the runner wrote beside them. */
export async function withDigests(run: FoundRun, states: readonly StateFiles[]): Promise<StateFiles[]> {
  const byStep = new Map(run.report.checkpoints.map(({ step, folder }) => [step, folder]));
  return Promise.all(
    states.map(async ({ step, files }) => {
      const told = await digestsIn(run.files.get(`${byStep.get(step)}/files.json`));
      const digested = Object.entries(files).map(([name, { file }]): [string, DigestedFile] => [
        name,
        { file, sha256: told.get(name) ?? null },
      ]);
      return { step, files: Object.fromEntries(digested) };
    }),
  );
}

/** A list of digests is small; one that can't be read tells none. */
const LARGEST_DIGESTS = 1 << 16;

async function digestsIn(file: Blob | undefined): Promise<ReadonlyMap<string, string>> {
  if (!file || file.size > LARGEST_DIGESTS) return new Map();
  try {
    const told: unknown = JSON.parse(await file.text());
    if (typeof told !== 'object' || told === null) return new Map();
    return new Map(
      Object.entries(told).filter((entry): entry is [string, string] => /^[0-9a-f]{64}$/.test(String(entry[1]))),
    );
  } catch {
    return new Map();
  }
}

/** In ascending order, each step once. */
function inOrder<T extends { step: number }>(points: readonly T[]): T[] {
  let last = -1;
  return points.filter(({ step }) => {
    if (step <= last) return false;
    last = step;
    return true;
  });
}

export const lossesOf = (report: Report): LossPoint[] => inOrder(report.losses);
export const evaluationsOf = (report: Report): EvaluationPoint[] => inOrder(report.evaluations);

/** What the library knows of a run that ended. */
export function fieldsOf(
  { report, sweep }: Pick<FoundRun, 'report' | 'sweep'>,
  thumbnail: ArrayBuffer | null,
  now: number,
): LibraryRecord {
  const fields = learntFields({
    id: report.id,
    settings: report.settings,
    losses: lossesOf(report),
    evaluations: evaluationsOf(report),
    stepsDone: report.stepsDone ?? report.stepsTaken,
    images: report.pictures.length,
    dataset: report.dataset,
    seconds: report.seconds,
    endedAt: report.writtenAt ?? now,
    thumbnail,
    sweep,
  });
  // A runner that didn't tell its images.
  return report.pictures.length > 0 || fields.origin.kind !== 'trained'
    ? fields
    : { ...fields, origin: { ...fields.origin, images: undefined } };
}

/** What a run that has not ended is known by here; null where its images are not told, by which it would be gone on with. */
export function recordOf(report: Report, present: RunRecord | null, now: number): RunRecord | null {
  if (present) return { ...present, settings: report.settings };
  if (report.pictures.length === 0) return null;
  const identity: RunIdentity = {
    model: report.model.fingerprint,
    images: report.pictures.map(({ fingerprint }) => fingerprint),
    captions: report.pictures.map(({ caption }) => caption),
  };
  const { id, settings, dataset } = report;
  return {
    id,
    startedAt: report.writtenAt ?? now,
    settings,
    identity,
    ...(dataset && { dataset }),
    ownClassImages: [],
    fewStepAdapter: null,
    paused: true,
  };
}

export function checkpointOf(report: Report, step: number, state: CheckpointRecord['state']): CheckpointRecord {
  const upTo = <T extends { step: number }>(points: readonly T[]) => points.filter((point) => point.step <= step);
  return {
    id: report.id,
    step,
    state,
    losses: upTo(lossesOf(report)),
    evaluations: upTo(evaluationsOf(report)),
    seconds: report.seconds,
  };
}
