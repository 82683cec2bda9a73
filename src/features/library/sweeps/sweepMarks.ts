/** The marks that a sweep's runs bear: in words, and gathered into sweeps again. */
import type { Message } from '../../../contract/message.ts';
import type { SweepMark, SweptValue } from '../../../contract/runs/runs.ts';
import { INVERSION_SETTINGS } from '../../../contract/settings/inversionSettings.ts';
import { LORA_SETTINGS } from '../../../contract/settings/loraSettings.ts';
import type { Setting } from '../../../contract/settings/setting.ts';
import { withinSentence } from '../../../kit/help/About.tsx';
import { t } from '../../../kit/language/t.ts';
import { own } from '../../../kit/records/own.ts';
import type { LibraryItem } from '../libraryState.ts';

/** Whether the pictures’ own captions are learnt with: no setting of a run, but what a sweep may vary too. */
export const CAPTIONS = 'captions';

/** How a setting is described, where it is one; a sweep of another version may have others. */
function settingOf(name: string): Setting | undefined {
  return own<Setting>(LORA_SETTINGS, name) ?? own<Setting>(INVERSION_SETTINGS, name);
}

/** What forms call a setting. */
export function sweptLabel(name: string): string {
  if (name === CAPTIONS) return t('Captions');
  const setting = settingOf(name);
  return setting ? t(setting.label) : name;
}

/** A value as people read it. */
export function sweptText(name: string, value: SweptValue): string {
  if (typeof value === 'boolean') return value ? t('on') : t('off');
  const setting = settingOf(name);
  const names =
    setting && 'names' in setting ? (setting.names as Readonly<Record<string, Message>> | undefined) : undefined;
  const named = (one: string | number) => {
    const known = names && own(names, String(one));
    return known ? t(known) : String(one);
  };
  if (Array.isArray(value)) return value.map(named).join(' + ');
  return typeof value === 'number' && setting?.kind === 'number' ? String(value) : named(value);
}

/** e.g. `rank 4` */
export const valueLabel = (name: string, value: SweptValue): string =>
  `${withinSentence(sweptLabel(name))} ${sweptText(name, value)}`;

/** e.g. `rank 4, learning rate 0.001` */
export const markText = ({ values }: SweepMark): string =>
  values.map(({ setting, value }) => valueLabel(setting, value)).join(', ');

/** The mark of an item that a sweep’s run left; null where it is of none. */
export function markOf({ origin }: Pick<LibraryItem, 'origin'>): SweepMark | null {
  return origin.kind === 'trained' ? (origin.sweep ?? null) : null;
}

/** A setting that a sweep varies, and its values in ascending order, or in that in which they were met. */
export interface SweepAxis {
  setting: string;
  values: readonly SweptValue[];
}

/** A sweep by what there is of it. */
export interface Sweep<T> {
  id: string;
  name: string;
  axes: readonly SweepAxis[];
  /** In the order of their values. */
  runs: readonly { mark: SweepMark; of: T }[];
}

export const sameValue = (a: SweptValue, b: SweptValue): boolean => JSON.stringify(a) === JSON.stringify(b);

/** What a mark has on an axis; null where it has nothing. */
export function valueOn({ values }: SweepMark, setting: string): SweptValue | null {
  return values.find((one) => one.setting === setting)?.value ?? null;
}

/** Gathers what bears marks into sweeps, in the order in which these are met first. */
export function sweepsOf<T>(all: readonly T[], mark: (one: T) => SweepMark | null): Sweep<T>[] {
  const found = new Map<string, { mark: SweepMark; of: T }[]>();
  for (const one of all) {
    const of = mark(one);
    if (of) found.set(of.id, [...(found.get(of.id) ?? []), { mark: of, of: one }]);
  }
  return [...found].map(([id, runs]) => {
    const axes = axesOf(runs.map((run) => run.mark));
    const place = (run: { mark: SweepMark }) =>
      axes.map(({ setting, values }) => {
        const value = valueOn(run.mark, setting);
        return value === null ? values.length : values.findIndex((other) => sameValue(other, value));
      });
    const sorted = [...runs].sort((a, b) => firstDifference(place(a), place(b)));
    return { id, name: runs[0]?.mark.name ?? '', axes, runs: sorted };
  });
}

function firstDifference(a: readonly number[], b: readonly number[]): number {
  const index = a.findIndex((place, axis) => place !== b[axis]);
  return index < 0 ? 0 : (a[index] ?? 0) - (b[index] ?? 0);
}

function axesOf(marks: readonly SweepMark[]): SweepAxis[] {
  const axes = new Map<string, SweptValue[]>();
  for (const { setting, value } of marks.flatMap(({ values }) => values)) {
    const known = axes.get(setting) ?? [];
    if (!known.some((other) => sameValue(other, value))) known.push(value);
    axes.set(setting, known);
  }
  return [...axes].map(([setting, values]) => ({ setting, values: ascending(values) }));
}

function ascending(values: readonly SweptValue[]): SweptValue[] {
  return values.every((value) => typeof value === 'number')
    ? [...values].sort((a, b) => Number(a) - Number(b))
    : [...values];
}
