/** `out/run.json` of a run, parsed: what it is must be right; each other part is taken, or named and left. */
import { parseShallowJson } from '@weft/engine';
import type * as z from 'zod';
import { type ErrorInfo, type StudioError, studioError } from '../../../contract/errors.ts';
import type { Message } from '../../../contract/message.ts';
import { msg } from '../../../contract/message.ts';
import {
  RUN_OUT_FORMAT,
  RUN_OUT_PARTS,
  RUN_OUT_VERSION,
  type RunOut,
  RunOutCore,
} from '../../../contract/runs/runOut.ts';
import { t } from '../../../kit/language/t.ts';

/** A part of a run that was left, and why. */
export interface LeftPart {
  part: string;
  error: ErrorInfo;
}

/** A run's losses at every of a million steps, and as much again. */
const LARGEST_REPORT = 256 * 2 ** 20;

/** What is taken where a part can't be read. */
const NOTHING = {
  writtenAt: null,
  pictures: [],
  dataset: null,
  losses: [],
  evaluations: [],
  samples: [],
  seconds: 0,
  theta: null,
  adapter: [],
  checkpoints: [],
  thetas: [],
  error: null,
};

/** What a report is of: a run that comes home, a bundle as it went, or neither. */
export type ReportKind = 'out' | 'bundle' | 'other';

export interface ReadReport {
  /** Without the moment where it doesn't tell one. */
  report: Omit<RunOut, 'writtenAt'> & { writtenAt: number | null };
  left: LeftPart[];
}

/** The JSON of a report, and what it is of. @throws StudioError `adapter-damaged` where it can't be read at all */
export async function openReport(file: Blob): Promise<{ kind: ReportKind; told: Record<string, unknown> }> {
  if (file.size > LARGEST_REPORT) throw damaged(t('is larger than any report'));
  let told: unknown;
  try {
    told = parseShallowJson(await file.text());
  } catch {
    throw damaged(t('is no readable JSON'));
  }
  if (!isObject(told)) throw damaged(t('is no readable JSON'));
  const kind = told.format === RUN_OUT_FORMAT ? 'out' : told.format === 'weft-run' ? 'bundle' : 'other';
  return { kind, told };
}

/** @throws StudioError where a later version wrote it, or what the run is can't be told */
export function readReport(told: Record<string, unknown>): ReadReport {
  if (typeof told.version === 'number' && told.version > RUN_OUT_VERSION) {
    throw studioError(
      'adapter-unsupported',
      t('A later version of weft-runner wrote it ({version}; this studio reads {readable}).', {
        version: told.version,
        readable: RUN_OUT_VERSION,
      }),
      t('Open a newer studio, or import the adapter in the folder adapter/ alone.'),
    );
  }
  const core = RunOutCore.safeParse(told);
  if (!core.success) throw damaged(t('can’t be used: {why}', { why: firstIssue(core.error) }));
  if (core.data.settings.method === 'lora' && !core.data.modules) throw damaged(t('does not tell which layers learnt'));
  const left: LeftPart[] = [];
  const parts = Object.entries(RUN_OUT_PARTS).map(([name, schema]: [string, z.ZodType]) => {
    const nothing = NOTHING[name as keyof typeof NOTHING];
    // A runner before it told this, or a run that has none.
    if (told[name] === undefined) return [name, nothing];
    const parsed = schema.safeParse(told[name]);
    if (parsed.success) return [name, parsed.data];
    left.push({
      part: t('{part} in run.json', { part: PART_NAMES[name] ? t(PART_NAMES[name]) : name }),
      error: damaged(firstIssue(parsed.error)).info,
    });
    return [name, nothing];
  });
  return { report: { ...core.data, ...Object.fromEntries(parts) }, left };
}

const PART_NAMES: Readonly<Record<string, Message>> = {
  losses: msg('The losses'),
  evaluations: msg('The evaluation losses'),
  samples: msg('The list of sample pictures'),
  pictures: msg('The list of images'),
  dataset: msg('The name of its dataset'),
  checkpoints: msg('The list of states'),
  thetas: msg('The list of checkpoints'),
  theta: msg('What was learnt'),
  adapter: msg('The list of adapters'),
};

function firstIssue({ issues: [issue] }: z.ZodError): string {
  const place = issue?.path.join('.');
  return place ? `${place}: ${issue?.message}` : (issue?.message ?? t('it is none'));
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function damaged(what: string): StudioError {
  return studioError(
    'adapter-damaged',
    t('Its run.json {what}.', { what }),
    t(
      'Copy the folder out/ again from where it was trained; what is in its folder adapter/ can be imported by itself.',
    ),
  );
}
