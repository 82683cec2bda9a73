/** Compare's form: what all pictures share, and two axes; read into a grid's settings, and made from them. */
import { CreateSettings } from '../../contract/drawing.ts';
import { type Draft, type DraftErrors, draftOf, readDraft } from '../../kit/form/draft.ts';
import { t } from '../../kit/language/t.ts';
import { type DrawingDraft, draftOfDrawn, NATIVE_SIZE, withSize } from '../drawing/fields/drawing.ts';
import { CREATE_DEFAULTS, SUBJECT_TOKEN } from '../drawing/settings/drawingDefaults.ts';
import { namesSubject } from '../drawing/settings/weavePrompt.ts';
import type { AdapterChoice } from '../library/adapterChoice.ts';
import { foundAdapters } from '../library/knownAdapters.ts';
import { AXES, axisItems, axisText, readAxis } from './grid/compareAxes.ts';
import { cellsOf } from './grid/compareCells.ts';
import { type GridItem, isAdapter } from './grid/compareLibrary.ts';
import { asInLibrary, withKnown } from './grid/gridAdapters.ts';
import {
  type AxisSetting,
  type GridAxis,
  type GridSettings,
  type GridSubject,
  MAX_PICTURES,
} from './grid/gridSettings.ts';

/** No rows: one row of pictures. */
export const NO_AXIS = 'none';

/** An axis as typed. Each setting keeps its values while another one is chosen. */
export interface AxisForm {
  setting: AxisSetting | typeof NO_AXIS;
  texts: Partial<Record<AxisSetting, string>>;
}

export interface CompareForm {
  drawing: DrawingDraft<CreateSettings>;
  columns: AxisForm;
  rows: AxisForm;
}

/** What a field `must be`, to be put behind its label. */
export interface CompareErrors {
  drawing: DraftErrors<CreateSettings>;
  columns?: string;
  rows?: string;
  /** Of the choice which setting the rows vary. */
  rowsSetting?: string;
}

export interface CompareReading {
  /** Null while a field has an error. */
  settings: GridSettings | null;
  errors: CompareErrors;
}

export function drawingDraft(settings: CreateSettings, adapters: readonly AdapterChoice[]): CompareForm['drawing'] {
  return { ...draftOf(settings), size: NATIVE_SIZE, adapters, adaptersBy: adapters.length > 0 ? 'person' : 'word' };
}

/** Guidance against seeds: a grid that says something with any prompt. */
export const COMPARE_DEFAULTS: CompareForm = {
  drawing: drawingDraft(CREATE_DEFAULTS, []),
  columns: { setting: 'guidanceScale', texts: {} },
  rows: { setting: NO_AXIS, texts: {} },
};

/** The values as they stand in the field. */
export function typedValues({ setting, texts }: AxisForm): string {
  return setting === NO_AXIS ? '' : (texts[setting] ?? AXES[setting].usual);
}

/** Whether the two axes may vary the same: only prompt parts can, since each of them fills a mark of its own, and two settings of a sweep. */
const maySetTwice = (setting: AxisSetting) => setting === 'promptPart' || setting === 'trained';

const varies = (axes: readonly (GridAxis | null)[], setting: AxisSetting) =>
  axes.some((axis) => axis?.setting === setting);

/** Whether an axis changes the adapters that are chosen, instead of choosing them. */
const ofAdapters = ({ setting }: GridAxis) => setting === 'adapterWeight' || setting === 'checkpoint';
const needsAdapter = () => t('need an adapter, and none is chosen');

/** The settings that the axes set, and that have no field of their own therefore. */
export function variedSettings({ columns, rows }: CompareForm): ReadonlySet<string> {
  return new Set([columns.setting, rows.setting]);
}

/** The texts, as typed, that the axes put into prompts. */
export function variedTexts({ columns, rows }: CompareForm): string[] {
  return [columns, rows].flatMap((axis) =>
    axis.setting === 'style' || axis.setting === 'promptPart' ? axisItems(axis.setting, typedValues(axis)) : [],
  );
}

/** Those fields as they are at first: what was typed there before may be wrong, and nobody could see it. */
function unseenFields(form: CompareForm): Partial<Draft<CreateSettings>> {
  const varied = variedSettings(form);
  return Object.fromEntries(Object.entries(draftOf(CREATE_DEFAULTS)).filter(([key]) => varied.has(key)));
}

/**
 * @param native the model's own size in pixels, null until it is known
 * @param library what can be named
 */
export function readCompare(form: CompareForm, native: number | null, library: readonly GridItem[]): CompareReading {
  const typed = withSize({ ...form.drawing, ...unseenFields(form) }, native, CREATE_DEFAULTS.size);
  const drawing = readDraft(CreateSettings, CREATE_DEFAULTS, typed);
  const errors: CompareErrors = { drawing: drawing.errors };
  const read = (which: 'columns' | 'rows') => {
    const { setting } = form[which];
    if (setting === NO_AXIS) return null;
    const { axis, error } = readAxis(setting, typedValues(form[which]), library);
    if (error !== null) errors[which] = error;
    return axis;
  };
  const columns = read('columns');
  const rows = read('rows');
  const adapters = form.drawing.adapters.flatMap(({ id, weight, step }) => {
    const adapter = library.find((candidate) => isAdapter(candidate) && candidate.id === id);
    if (!adapter) return [];
    return [
      {
        name: adapter.name,
        weight,
        ...(step !== undefined && { step }),
        ...(adapter.fewSteps && { fewSteps: true as const }),
      },
    ];
  });
  if (form.columns.setting === form.rows.setting && columns && !maySetTwice(columns.setting)) {
    errors.rowsSetting = t('must be another setting than the columns');
  }
  if (varies([columns, rows], 'subject') && varies([columns, rows], 'adapter')) {
    errors.rowsSetting = t('can’t go with the columns: a subject says by itself which adapter it is drawn with');
  }
  const sweepError = trainedError(columns, rows);
  if (sweepError !== null) errors.rowsSetting = sweepError;
  if (
    adapters.every(({ fewSteps }) => fewSteps) &&
    !varies([columns, rows], 'adapter') &&
    !varies([columns, rows], 'trained') &&
    !varies([columns, rows], 'subject')
  ) {
    if (columns && ofAdapters(columns)) errors.columns = needsAdapter();
    if (rows && ofAdapters(rows)) errors.rows = needsAdapter();
  }
  const count = (columns?.values.length ?? 0) * (rows?.values.length ?? 1);
  if (count > MAX_PICTURES)
    errors.rows = t('make {count} pictures, and {most} is the most', { count, most: MAX_PICTURES });
  const whole = Object.keys(errors.drawing).length === 0 && !errors.columns && !errors.rows && !errors.rowsSetting;
  if (!whole || !drawing.settings || !columns) return { settings: null, errors };

  const settings = withKnown({ base: drawing.settings, adapters, columns, rows }, library);
  const nameless = cellsOf(settings).find(({ subject, settings: { prompt } }) => subject && !isNamed(subject, prompt));
  if (nameless) {
    const prompt = t('must hold {token}, in whose place each subject’s own word goes; “{label}” has none', {
      token: SUBJECT_TOKEN,
      label: nameless.label,
    });
    return { settings: null, errors: { ...errors, drawing: { prompt } } };
  }
  const tooLong = cellsOf(settings).find((cell) => !CreateSettings.safeParse(cell.settings).success);
  if (!tooLong) return { settings, errors };
  return {
    settings: null,
    errors: { ...errors, drawing: { prompt: t('is too long with “{label}”', { label: tooLong.label }) } },
  };
}

/** What is wrong with axes of a sweep: each run has to have one place. */
function trainedError(columns: GridAxis | null, rows: GridAxis | null): string | null {
  const trained = [columns, rows].filter((axis) => axis?.setting === 'trained');
  const [first, second] = trained;
  if (!first) return null;
  if (varies([columns, rows], 'adapter') || varies([columns, rows], 'subject')) {
    return t('can’t go with the columns: a sweep says by itself which adapter each picture is drawn with');
  }
  if (second && first.of.sweep !== second.of.sweep) return t('must be of the same sweep as the columns');
  if (second && first.of.setting === second.of.setting) return t('must be another setting than the columns');
  const shared = !second && first.values.some(({ subjects }) => subjects.length > 1);
  return shared ? t('must be the other setting of the same sweep, which its runs differ in too') : null;
}

/** Whether a prompt holds the word that stands for the subject. */
function isNamed(subject: GridSubject, prompt: string): boolean {
  return subject.kind === 'word' ? prompt.includes(subject.token) : subject.kind === 'none' || namesSubject(prompt);
}

/** The form that would have given these settings. What the library doesn't have is left out, its adapters named. */
export function formOf(
  settings: GridSettings,
  native: number | null,
  library: readonly GridItem[],
): { form: CompareForm; missing: string[] } {
  const now = asInLibrary(settings, library);
  const { base, adapters, columns, rows } = now.settings;
  const axisForm = (axis: GridAxis | null): AxisForm =>
    axis === null
      ? { setting: NO_AXIS, texts: {} }
      : { setting: axis.setting, texts: { [axis.setting]: axisText(axis, library) } };
  const { choices } = foundAdapters(adapters, library.filter(isAdapter));
  const form = { drawing: draftOfDrawn(base, choices, native), columns: axisForm(columns), rows: axisForm(rows) };
  return { form, missing: now.missing };
}
