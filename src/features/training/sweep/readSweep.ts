/** From the forms to the runs of a sweep: every combination of the values, each read as if it had been typed by itself. */
import type { SweepMark } from '../../../contract/runs/runs.ts';
import type { TrainSettings } from '../../../contract/training.ts';
import type { Draft } from '../../../kit/form/draft.ts';
import { t } from '../../../kit/language/t.ts';
import { freeToken } from '../../library/freeToken.ts';
import { CAPTIONS, markText, sweptLabel, valueLabel } from '../../library/sweeps/sweepMarks.ts';
import { readInversion, readLora, type TrainForm } from '../form/trainForm.ts';
import { NO_SETTING, type SweepAxisForm, type SweepForm } from './sweepForm.ts';
import { MOST_RUNS, type ReadValue, readValues, sweptSetting, usualValues } from './sweptSettings.ts';

/** A run of a sweep before it begins. */
export interface SweptRun {
  settings: TrainSettings;
  values: SweepMark['values'];
  withoutCaptions: boolean;
}

export interface SweepReading {
  /** Null while there is none, or a field has an error. */
  runs: SweptRun[] | null;
  errors: { columns?: string; rows?: string; rowsSetting?: string; whole?: string };
}

/** Characters of an adapter’s name. */
const LONGEST_NAME = 80;

/** The values of an axis as they stand in the field. */
export function typedValues(train: TrainForm, { setting, texts }: SweepAxisForm): string {
  const described = sweptSetting(train.method, setting);
  if (!described) return '';
  const fields: Readonly<Record<string, string>> = train.method === 'lora' ? train.lora : train.inversion;
  const typed = setting === 'loraAlpha' && !fields.loraAlpha?.trim() ? fields.rank : fields[setting];
  return texts[setting] ?? usualValues(described, typed ?? '');
}

/** The setting that an axis varies of the method; null for none, or one that the other method has. */
export const axisSetting = (train: TrainForm, { setting }: SweepAxisForm): string | null =>
  setting !== NO_SETTING && sweptSetting(train.method, setting) ? setting : null;

/** @param tokens that words of the library and of the queue have */
export function readSweep(form: SweepForm, train: TrainForm, tokens: readonly string[]): SweepReading {
  const [columns, rows] = [axisSetting(train, form.columns), axisSetting(train, form.rows)];
  const none: SweepReading = { runs: null, errors: {} };
  if (columns === null && rows === null) return none;
  const errors: SweepReading['errors'] = {};
  if (columns !== null && columns === rows) errors.rowsSetting = t('must be another setting than the first');
  const axes: { setting: string; values: ReadValue[] }[] = [];
  for (const [which, setting] of [
    ['columns', columns],
    ['rows', rows],
  ] as const) {
    const described = setting === null ? null : sweptSetting(train.method, setting);
    if (setting === null || !described) continue;
    const { values, error } = readValues(described, typedValues(train, form[which]));
    if (error !== null) errors[which] = error;
    else axes.push({ setting, values });
  }
  const count = axes.reduce((product, { values }) => product * values.length, 1);
  if (count > MOST_RUNS)
    errors.whole = t('These values make {count} runs, and {most} is the most.', { count, most: MOST_RUNS });
  else if (count < 2 && !errors.columns && !errors.rows)
    errors.whole = t('These values make one run only: type more of them.');
  if (Object.keys(errors).length > 0) return { runs: null, errors };

  const runs: SweptRun[] = [];
  const taken = [...tokens];
  for (const chosen of combinations(axes)) {
    const { settings, error } = readRun(train, chosen, taken);
    if (!settings) {
      const about = chosen.map(({ setting, value }) => valueLabel(setting, value.value)).join(', ');
      return { runs: null, errors: { whole: t('The run with {about} can’t be: {error}', { about, error }) } };
    }
    if (settings.method === 'textual-inversion') taken.push(settings.placeholder);
    const values = chosen.map(({ setting, value }) => ({ setting, value: value.value }));
    runs.push({
      settings,
      values,
      withoutCaptions: values.some(({ setting, value }) => setting === CAPTIONS && value === false),
    });
  }
  return { runs, errors: {} };
}

interface Chosen {
  setting: string;
  value: ReadValue;
}

function combinations(axes: readonly { setting: string; values: readonly ReadValue[] }[]): Chosen[][] {
  return axes.reduce<Chosen[][]>(
    (all, { setting, values }) => all.flatMap((chosen) => values.map((value) => [...chosen, { setting, value }])),
    [[]],
  );
}

function readRun(
  train: TrainForm,
  chosen: readonly Chosen[],
  taken: readonly string[],
): { settings: TrainSettings | null; error: string } {
  const about = markText({
    id: '-',
    name: '',
    values: chosen.map(({ setting, value }) => ({ setting, value: value.value })),
  });
  const change = Object.fromEntries(
    chosen.flatMap(({ setting, value }) => (setting === CAPTIONS ? [] : [[setting, value.typed]])),
  );
  if (train.method === 'lora') {
    const draft = { ...train.lora, ...change, adapterName: sweptName(train.lora.adapterName, about) };
    return told(readLora(draft));
  }
  const { adapterName, placeholder } = train.inversion;
  const draft: Draft<Extract<TrainSettings, { method: 'textual-inversion' }>> = {
    ...train.inversion,
    ...change,
    adapterName: sweptName(adapterName, about),
    placeholder: freeToken(placeholder, taken),
  };
  return told(readInversion(draft, {}));
}

function told(reading: { settings: TrainSettings | null; errors: Readonly<Record<string, string | undefined>> }) {
  const [field, error] = Object.entries(reading.errors)[0] ?? [];
  return { settings: reading.settings, error: field ? `${sweptLabel(field)} ${error}.` : '' };
}

/** The adapter’s name with its values behind it. */
export function sweptName(name: string, about: string): string {
  const behind = `, ${about}`.slice(0, LONGEST_NAME);
  const room = Math.max(0, LONGEST_NAME - behind.length);
  return (name.trim().slice(0, room) + behind).replace(/^, /, '');
}
