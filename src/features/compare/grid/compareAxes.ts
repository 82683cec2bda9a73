/** The settings an axis of the grid can vary: how they are called, and how their values are typed and read. */

import type { PromptPart } from '../../../contract/drawing.ts';
import { SAMPLERS } from '../../../contract/drawing.ts';
import type { Message } from '../../../contract/message.ts';
import { msg } from '../../../contract/message.ts';
import { ADAPTER_WEIGHT, PICTURE_SETTINGS } from '../../../contract/settings/pictureSettings.ts';
import { demandInWords, t } from '../../../kit/language/t.ts';
import { NATURE_SCENES, NEGATIVE_PROMPTS, STYLES } from '../../drawing/settings/promptParts.ts';
import { sweptLabel } from '../../library/sweeps/sweepMarks.ts';
import { type GridItem, isAdapter, isSubject, subjectOf } from './compareLibrary.ts';
import { type AxisReading, type AxisSetting, GridAxis } from './gridSettings.ts';
import { readTrained, trainedText } from './trainedAxis.ts';

/** Numbers beside each other, prompt parts a line each, or a choice among what there is. */
export type AxisInput = 'numbers' | 'parts' | 'choices';

interface AxisKind {
  name: Message;
  input: AxisInput;
  /** What stands in the field at first, as typed. */
  usual: string;
}

/** The choice of nothing learnt on an axis; the others are ids of the library. */
export const WITHOUT_ADAPTER = 'none';

/** Separates a prompt part's short name from its text. */
const NAME_END = '|';

/** The course's own values where it has some. */
export const GUIDANCE_SWEEP = '1.5, 3, 7.5, 12, 20';
export const NINE_SEEDS = '1, 42, 100, 256, 512, 777, 999, 1234, 2048';

/** The settings that an axis can vary, of a picture and of its adapters. */
const VARIED = { ...PICTURE_SETTINGS, adapterWeight: ADAPTER_WEIGHT };

export const AXES: Record<AxisSetting, AxisKind> = {
  guidanceScale: { name: VARIED.guidanceScale.label, input: 'numbers', usual: GUIDANCE_SWEEP },
  style: { name: msg('Style'), input: 'parts', usual: partsText(STYLES) },
  promptPart: { name: msg('Prompt parts'), input: 'parts', usual: partsText(NATURE_SCENES) },
  negativePrompt: { name: VARIED.negativePrompt.label, input: 'parts', usual: partsText(NEGATIVE_PROMPTS) },
  seed: { name: VARIED.seed.label, input: 'numbers', usual: NINE_SEEDS },
  adapter: { name: msg('Adapter'), input: 'choices', usual: '' },
  subject: { name: msg('Subject'), input: 'choices', usual: '' },
  trained: { name: msg('Setting of a sweep'), input: 'choices', usual: '' },
  adapterWeight: { name: VARIED.adapterWeight.label, input: 'numbers', usual: '0, 0.5, 1, 1.5' },
  checkpoint: { name: msg('Checkpoint'), input: 'choices', usual: '' },
  samplingSteps: { name: VARIED.samplingSteps.label, input: 'numbers', usual: '5, 10, 25, 50' },
  sampler: { name: VARIED.sampler.label, input: 'choices', usual: SAMPLERS.join('\n') },
  size: { name: VARIED.size.label, input: 'choices', usual: '128\n192\n256' },
};

export const AXIS_SETTINGS = Object.keys(AXES) as AxisSetting[];

/** What an axis of a drawn grid is called: of a sweep’s, the setting that its runs differ in. */
export const axisName = (axis: GridAxis): string =>
  axis.setting === 'trained' ? sweptLabel(axis.of.setting) : t(AXES[axis.setting].name);

/** Prompt parts as they are typed: a line each, with the short name first where it isn't the text itself. */
export function partsText(parts: readonly PromptPart[]): string {
  return parts.map(({ name, text }) => (name === text ? text : `${name} ${NAME_END} ${text}`.trim())).join('\n');
}

/** The values' texts, one by one, as they stand in the field. */
export function axisItems(setting: AxisSetting, text: string): string[] {
  const items = AXES[setting].input === 'numbers' ? text.split(/[\s,;]+/) : text.split('\n');
  return items.map((item) => item.trim()).filter((item) => item !== '');
}

function readPart(line: string): PromptPart {
  const end = line.indexOf(NAME_END);
  if (end < 0) return { name: line, text: line };
  return { name: line.slice(0, end).trim(), text: line.slice(end + NAME_END.length).trim() };
}

function valueFrom(setting: AxisSetting, item: string, nameable: readonly GridItem[]): unknown {
  const named = nameable.find(({ id }) => id === item);
  if (setting === 'adapter') return named?.name ?? null;
  if (setting === 'subject') return named ? subjectOf(named) : { kind: 'none' };
  const { input } = AXES[setting];
  if (input === 'numbers' || setting === 'size' || setting === 'checkpoint') return Number(item);
  return input === 'parts' ? readPart(item) : item;
}

/** What an axis can name of the library; null where it names nothing of it. */
export function nameableBy(setting: AxisSetting, library: readonly GridItem[]): readonly GridItem[] | null {
  if (setting === 'subject') return library;
  return setting === 'adapter' ? library.filter(isAdapter) : null;
}

/**
 * Reads an axis as typed. The error is put behind the field's label.
 * @param library what it holds; what was deleted meanwhile is left out
 */
export function readAxis(setting: AxisSetting, text: string, library: readonly GridItem[]): AxisReading {
  if (setting === 'trained') return readTrained(text, library);
  const nameable = nameableBy(setting, library);
  const known = nameable && new Set([WITHOUT_ADAPTER, ...nameable.map(({ id }) => id)]);
  const items = axisItems(setting, text).filter((item) => known?.has(item) ?? true);
  const values = items.map((item) => valueFrom(setting, item, nameable ?? []));
  const parsed = GridAxis.safeParse({ setting, values });
  if (!parsed.success) return { axis: null, error: axisError(parsed.error.issues[0], items) };
  const seen = new Set<string>();
  for (const [index, value] of values.entries()) {
    const key = JSON.stringify(value);
    if (seen.has(key)) return { axis: null, error: t('hold “{item}” twice', { item: items[index] }) };
    seen.add(key);
  }
  return { axis: parsed.data, error: null };
}

function axisError(issue: { path: PropertyKey[]; message: string } | undefined, items: readonly string[]): string {
  const index = issue?.path[1];
  const item = typeof index === 'number' ? items[index] : undefined;
  return item === undefined
    ? issue
      ? demandInWords(issue.message)
      : t('must be other values')
    : t('hold “{item}”, which {message}', { item, message: demandInWords(issue?.message ?? '') });
}

/** An axis as it would have been typed. What the library doesn't have is left out. */
export function axisText(axis: GridAxis, library: readonly GridItem[]): string {
  switch (axis.setting) {
    case 'style':
    case 'promptPart':
    case 'negativePrompt':
      return partsText(axis.values);
    case 'sampler':
    case 'size':
    case 'checkpoint':
      return axis.values.join('\n');
    case 'trained':
      return trainedText(axis.of.sweep, axis.of.setting);
    case 'adapter':
      return axis.values
        .flatMap((value) =>
          value === null ? WITHOUT_ADAPTER : (library.find((item) => isAdapter(item) && item.name === value)?.id ?? []),
        )
        .join('\n');
    case 'subject':
      return axis.values
        .flatMap((value) =>
          value.kind === 'none' ? WITHOUT_ADAPTER : (library.find((item) => isSubject(item, value))?.id ?? []),
        )
        .join('\n');
    default:
      return axis.values.join(', ');
  }
}

/** What may be typed, in words, or nothing where it needs no words. */
export function axisHint(setting: AxisSetting): string {
  switch (setting) {
    case 'seed':
      return t('Whole numbers from 0 on, with commas between them.');
    case 'guidanceScale':
    case 'samplingSteps':
    case 'adapterWeight': {
      const { min, max } = VARIED[setting].limits;
      return t('From {min} to {max}, with commas between them.', { min, max });
    }
    case 'style':
    case 'promptPart':
      return t(
        "One a line. “name | text” gives a short name. It goes where '{}' stands in the prompt, else at its end.",
      );
    case 'negativePrompt':
      return t('One a line. “name | text” gives a short name; “none |” is no negative prompt.');
    default:
      return '';
  }
}
