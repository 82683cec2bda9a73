/** Which settings a sweep can vary, and how their values are typed and read. Made from each setting’s one description. */
import { type Message, msg } from '../../../contract/message.ts';
import type { SweptValue } from '../../../contract/runs/runs.ts';
import { INVERSION_SETTINGS } from '../../../contract/settings/inversionSettings.ts';
import { LORA_SETTINGS } from '../../../contract/settings/loraSettings.ts';
import { type Setting, switchSetting } from '../../../contract/settings/setting.ts';
import type { TrainMethod } from '../../../contract/training.ts';
import { listFrom, settingFrom } from '../../../kit/form/draft.ts';
import { demandInWords, t } from '../../../kit/language/t.ts';
import { own } from '../../../kit/records/own.ts';
import { CAPTIONS, sameValue, sweptLabel } from '../../library/sweeps/sweepMarks.ts';

/** What names a run, and a list that is one value. */
const NOT_SWEPT: ReadonlySet<string> = new Set(['adapterName', 'placeholder', 'templates']);

/** Values of one axis; more could be told apart by nobody. */
export const MOST_VALUES = 24;
/** Runs of a sweep. */
export const MOST_RUNS = 100;

/** Between the choices that one value of several is made of. */
const AND = '+';

const captions = switchSetting({ label: msg('Captions') });

/** A setting by its name, among those that a sweep of the method can vary. */
export function sweptSetting(method: TrainMethod, name: string): Setting | null {
  if (NOT_SWEPT.has(name)) return null;
  if (name === CAPTIONS) return method === 'lora' ? captions : null;
  return own<Setting>(method === 'lora' ? LORA_SETTINGS : INVERSION_SETTINGS, name) ?? null;
}

/** What people vary, first; then the rest in the order of their descriptions. */
const FIRST = ['rank', 'learningRate', 'steps', 'priorWeight', 'classImages', CAPTIONS, 'vectors', 'initializer'];

/** The settings that can be varied, as a list to choose from. */
export function sweptOptions(method: TrainMethod): { value: string; name: string }[] {
  const names = Object.keys(method === 'lora' ? LORA_SETTINGS : INVERSION_SETTINGS);
  const all = [...new Set([...FIRST, ...names])].filter((name) => sweptSetting(method, name) !== null);
  return all.map((value) => ({ value, name: sweptLabel(value) }));
}

/** How an axis’ values are typed: numbers beside each other, a line each, or ticked. */
export type SweptInput = 'numbers' | 'lines' | 'ticks';

export function sweptInput(setting: Setting): SweptInput {
  if (setting.kind === 'number') return 'numbers';
  return setting.kind === 'switch' || setting.kind === 'choice' ? 'ticks' : 'lines';
}

/** What can be ticked. */
export function sweptTicks(setting: Setting): { value: string; name: string }[] {
  if (setting.kind === 'switch') {
    return [
      { value: 'true', name: t('On') },
      { value: 'false', name: t('Off') },
    ];
  }
  if (setting.kind !== 'choice') return [];
  const names = setting.names as Readonly<Record<string, Message>>;
  return setting.values.map((value) => ({ value: String(value), name: nameOf(names[String(value)], value) }));
}

const nameOf = (name: Message | undefined, value: string | number) => (name ? t(name) : String(value));

/** What may be typed, in words. */
export function sweptHint(setting: Setting): string {
  switch (setting.kind) {
    case 'number':
      return t('From {min} to {max}, with commas between them.', { min: setting.limits.min, max: setting.limits.max });
    case 'choices':
      return t('One run a line, with + between its choices: {values}.', { values: setting.values.join(', ') });
    default:
      return sweptInput(setting) === 'lines' ? t('One a line.') : '';
  }
}

/** The values’ texts, one by one. */
export function sweptItems(setting: Setting, text: string): string[] {
  const items = setting.kind === 'number' ? text.split(/[\s,;]+/) : text.split('\n');
  return items.map((item) => item.trim()).filter((item) => item !== '');
}

/** An item as the form’s own field would hold it. */
export function asTyped(setting: Setting, item: string): string {
  if (setting.kind !== 'choices') return item;
  return item
    .split(AND)
    .map((choice) => choice.trim())
    .join('\n');
}

/** What stands in an axis’ field at first: values around the one that the form has. @param typed the form’s own field */
export function usualValues(setting: Setting, typed: string): string {
  switch (setting.kind) {
    case 'number': {
      const value = Number(typed);
      const around = value > 0 ? [value / 2, value, value * 2].map((number) => Number(number.toPrecision(6))) : [0, 1];
      return around.filter((number) => setting.schema.safeParse(number).success).join(', ');
    }
    case 'choices':
      return listFrom(typed).join(` ${AND} `);
    case 'text':
    case 'lines':
      return typed;
    default:
      return sweptTicks(setting)
        .map(({ value }) => value)
        .join('\n');
  }
}

/** A value of an axis: as the form’s field would hold it, and as it is kept. */
export interface ReadValue {
  typed: string;
  value: SweptValue;
}

/** Reads an axis as typed. The error is put behind the field’s label. */
export function readValues(
  setting: Setting,
  text: string,
): { values: ReadValue[]; error: null } | { values: null; error: string } {
  const items = sweptItems(setting, text);
  if (items.length === 0) return { values: null, error: t('must not be empty') };
  if (items.length > MOST_VALUES) return { values: null, error: t('must be {max} or fewer', { max: MOST_VALUES }) };
  const values: ReadValue[] = [];
  for (const item of items) {
    const typed = asTyped(setting, item);
    const parsed = setting.schema.safeParse(settingFrom(setting, typed));
    if (!parsed.success)
      return {
        values: null,
        error: t('hold “{item}”, which {message}', {
          item,
          message: demandInWords(parsed.error.issues[0]?.message ?? ''),
        }),
      };
    const value = parsed.data as SweptValue;
    if (values.some((other) => sameValue(other.value, value))) {
      return { values: null, error: t('hold “{item}” twice', { item }) };
    }
    values.push({ typed, value });
  }
  return { values, error: null };
}
