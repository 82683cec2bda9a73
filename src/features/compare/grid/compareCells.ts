/** From a grid's settings to the settings of each of its pictures. */
import type { CreateSettings, PromptPart } from '../../../contract/drawing.ts';
import { t } from '../../../kit/language/t.ts';
import { type NamedAdapter, samplerName } from '../../drawing/settings/settingsText.ts';
import { nameSubject, weavePrompt } from '../../drawing/settings/weavePrompt.ts';
import { subjectNote, subjectWord } from './compareLibrary.ts';
import { knownOf } from './gridAdapters.ts';
import type { GridAxis, GridSettings, GridSubject } from './gridSettings.ts';

/** What one picture is drawn with. */
export interface CellSettings {
  settings: CreateSettings;
  adapters: readonly NamedAdapter[];
  /** Where the grid varies the subject: which it is here. */
  subject?: GridSubject;
}

export interface CellPlan extends CellSettings {
  row: number;
  column: number;
  /** What sets it apart, e.g. `guidance 7.5, seed 42`. */
  label: string;
  /** Where the axes are those of a sweep: no run of the library was learnt with these values, so that nothing is drawn. */
  absent?: true;
}

/** A picture's settings on their way: adapters are still told apart by what they are for. */
interface CellInMaking extends CellSettings {
  adapters: GridSettings['adapters'];
  /** What a sweep’s runs learnt that had the values so far; left out where no axis is a sweep’s. */
  learnt?: readonly GridSubject[];
}

/** One value of an axis: what stands over its pictures, and what it does to them. */
interface Variation {
  label: string;
  apply: (cell: CellInMaking) => CellInMaking;
  /** A part for the prompt. */
  part?: string;
  /** What belongs to it beside its label. */
  note?: string;
}

const same = (cell: CellInMaking) => cell;
/** The adapters with others in place of those that know a subject. */
const withSubject = ({ adapters }: CellInMaking, others: GridSettings['adapters']) => [
  ...others,
  ...adapters.filter(({ fewSteps }) => fewSteps),
];
/** The adapters with those that know a subject changed. */
const changed = ({ adapters }: CellInMaking, change: Partial<NamedAdapter>) =>
  adapters.map((adapter) => (adapter.fewSteps ? adapter : { ...adapter, ...change }));
const setting = (label: string, change: Partial<CreateSettings>): Variation => ({
  label,
  apply: (cell) => ({ ...cell, settings: { ...cell.settings, ...change } }),
});
const part = ({ name, text }: PromptPart): Variation => ({ label: name, apply: same, part: text });

function variations(axis: GridAxis): Variation[] {
  switch (axis.setting) {
    case 'guidanceScale':
      return axis.values.map((guidanceScale) =>
        setting(t('guidance {guidanceScale}', { guidanceScale }), { guidanceScale }),
      );
    case 'seed':
      return axis.values.map((seed) => setting(t('seed {seed}', { seed }), { seed }));
    case 'samplingSteps':
      return axis.values.map((samplingSteps) =>
        setting(samplingSteps === 1 ? t('1 step') : t('{samplingSteps} steps', { samplingSteps }), { samplingSteps }),
      );
    case 'sampler':
      return axis.values.map((sampler) => setting(samplerName(sampler), { sampler }));
    case 'size':
      return axis.values.map((size) => setting(t('{size} px', { size }), { size }));
    case 'negativePrompt':
      return axis.values.map(({ name, text }) => setting(name, { negativePrompt: text }));
    case 'style':
    case 'promptPart':
      return axis.values.map(part);
    case 'adapter':
      return axis.values.map((name) => ({
        label: name ?? t('no adapter'),
        apply: (cell) => ({ ...cell, adapters: withSubject(cell, name === null ? [] : [{ name, weight: 1 }]) }),
      }));
    case 'subject':
      return axis.values.map((subject) => ({
        label: subjectLabel(subject),
        note: subjectNote(subject),
        apply: (cell) => ({
          settings: { ...cell.settings, prompt: nameSubject(cell.settings.prompt, subjectWord(subject)) },
          adapters: withSubject(cell, subject.kind === 'adapter' ? [{ name: subject.name, weight: 1 }] : []),
          subject,
        }),
      }));
    case 'trained':
      return axis.values.map(({ label, subjects }) => ({ label, apply: (cell) => learntWith(cell, subjects) }));
    case 'checkpoint':
      return axis.values.map((step) => ({
        label: t('step {step}', { step }),
        apply: (cell) => ({ ...cell, adapters: changed(cell, { step }) }),
      }));
    case 'adapterWeight':
      return axis.values.map((weight) => ({
        label: t('weight {weight}', { weight }),
        apply: (cell) => ({ ...cell, adapters: changed(cell, { weight }) }),
      }));
  }
}

/** The picture by what was learnt with a value of a sweep, too; drawn with it once the values leave one run. */
function learntWith(cell: CellInMaking, subjects: readonly GridSubject[]): CellInMaking {
  const left = (cell.learnt ?? subjects).filter((subject) =>
    subjects.some(({ kind, ...other }) => kind === subject.kind && nameOf(other) === nameOf(subject)),
  );
  const [subject] = left;
  if (!subject || subject.kind === 'none') return { ...cell, learnt: left };
  if (subject.kind === 'adapter') {
    return { ...cell, learnt: left, adapters: withSubject(cell, [{ name: subject.name, weight: 1 }]) };
  }
  // Later values must find the usual word: the word itself is put in at the end.
  return { ...cell, learnt: left, adapters: withSubject(cell, []) };
}

const nameOf = (subject: object): string => ('name' in subject ? String(subject.name) : '');

/** With a learnt word in the place of the usual one, where a sweep’s run learnt one. */
function worded({ learnt, ...cell }: CellInMaking): CellInMaking {
  const subject = learnt?.[0];
  if (subject?.kind !== 'word') return cell;
  return { ...cell, subject, settings: { ...cell.settings, prompt: nameSubject(cell.settings.prompt, subject.token) } };
}

function subjectLabel(subject: GridSubject): string {
  if (subject.kind === 'none') return 'without';
  return subject.kind === 'word' ? subject.token : subject.name;
}

/** What stands over the columns or before the rows. */
export function axisLabels(axis: GridAxis): string[] {
  return variations(axis).map(({ label }) => label);
}

/** What belongs to each value beside its label, such as what learning it took; empty where there is nothing. */
export function axisNotes(axis: GridAxis): string[] {
  return variations(axis).map(({ note = '' }) => note);
}

/** The pictures of a grid, row by row. */
export function cellsOf(grid: GridSettings): CellPlan[] {
  const { base, adapters, columns, rows } = grid;
  const across = variations(columns);
  const down = rows ? variations(rows) : [null];
  // A weight and a checkpoint have their say after the adapter that they are of.
  const columnsFirst = rows?.setting === 'adapterWeight' || rows?.setting === 'checkpoint';
  return down.flatMap((rowValue, row) =>
    across.map((columnValue, column) => {
      const values = rowValue ? [rowValue, columnValue] : [columnValue];
      const parts = values.flatMap((value) => (value.part === undefined ? [] : [value.part]));
      const shared = { settings: { ...base, prompt: weavePrompt(base.prompt, parts) }, adapters };
      const applied = (columnsFirst ? values.toReversed() : values).reduce<CellInMaking>(
        (cell, value) => value.apply(cell),
        shared,
      );
      const absent = applied.learnt?.length === 0;
      const told = worded(applied);
      const named = told.adapters.map(
        ({ fewSteps: _, ...adapter }): NamedAdapter => ({ ...adapter, ...knownOf(grid, adapter.name) }),
      );
      const label = values.map((value) => value.label).join(', ');
      return { row, column, label, ...told, adapters: named, ...(absent && { absent }) };
    }),
  );
}
