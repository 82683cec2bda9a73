/** Ready-made settings of a run: the starter's own, and the course's for Stable Diffusion 1.5. */
import { type Message, msg } from '../../../contract/message.ts';
import { INVERSION_SETTINGS } from '../../../contract/settings/inversionSettings.ts';
import { LORA_SETTINGS } from '../../../contract/settings/loraSettings.ts';
import type { Settings } from '../../../contract/settings/setting.ts';
import type { InversionSettings, LoraSettings, TrainMethod } from '../../../contract/training.ts';
import { type Draft, draftOf } from '../../../kit/form/draft.ts';
import { keptDraft } from '../../../kit/form/keptDraft.ts';
import type { OwnPreset } from '../../../session/presets/presetRecords.ts';
import { INVERSION_DEFAULTS, LORA_DEFAULTS, SD15_INVERSION_DEFAULTS, SD15_LORA_DEFAULTS } from './trainDefaults.ts';

export interface TrainPreset<T> {
  id: string;
  name: Message;
  /** What it is for, as a sentence. */
  about: Message;
  settings: T;
}

/** The presets of one method. */
export interface TrainPresets<T extends object> {
  /** The method. */
  of: TrainMethod;
  /** Its settings. */
  described: Settings;
  /** The starter's first. */
  presets: readonly [TrainPreset<T>, ...TrainPreset<T>[]];
  /** The settings that presets fill. */
  filled: readonly (keyof T)[];
  /** A form's fields, with what an empty one stands for. */
  whole: (draft: Draft<T>) => Draft<T>;
  /** The fields that settings are written into; one that follows another is left empty. */
  written: (settings: T) => Draft<T>;
}

/** @param own what a person says of the fabric: no preset changes it */
function presetsOf<T extends object>(
  starter: T,
  course: T,
  own: readonly (keyof T)[],
): Pick<TrainPresets<T>, 'presets' | 'filled'> {
  const presets = [
    {
      id: 'starter',
      name: msg('Starter'),
      about: msg('For the small model that comes with the studio: it bears long steps, and needs few of them.'),
      settings: starter,
    },
    {
      id: 'course',
      name: msg('Course (Stable Diffusion 1.5)'),
      about: msg(
        'The course’s values, for Stable Diffusion 1.5: a large model bears short steps only, and takes many of them.',
      ),
      settings: course,
    },
  ] as const;
  return { presets, filled: (Object.keys(starter) as (keyof T)[]).filter((name) => !own.includes(name)) };
}

export const LORA_PRESETS: TrainPresets<LoraSettings> = {
  of: 'lora',
  described: LORA_SETTINGS,
  ...presetsOf(LORA_DEFAULTS, SD15_LORA_DEFAULTS, [
    'method',
    'adapterName',
    'instancePrompt',
    'classPrompt',
    'samplePrompt',
  ]),
  // An empty alpha follows the rank.
  whole: (draft) => ({ ...draft, loraAlpha: draft.loraAlpha.trim() === '' ? draft.rank : draft.loraAlpha }),
  written: (settings) => ({
    ...draftOf(settings),
    ...(settings.loraAlpha === settings.rank && { loraAlpha: '' }),
  }),
};

export const INVERSION_PRESETS: TrainPresets<InversionSettings> = {
  of: 'textual-inversion',
  described: INVERSION_SETTINGS,
  ...presetsOf(INVERSION_DEFAULTS, SD15_INVERSION_DEFAULTS, [
    'method',
    'adapterName',
    'placeholder',
    'initializer',
    'samplePrompt',
  ]),
  whole: (draft) => draft,
  written: draftOf,
};

/** The fields that a preset fills. */
export function presetFields<T extends object>(
  { filled, written }: TrainPresets<T>,
  { settings }: TrainPreset<T>,
): Partial<Draft<T>> {
  const fields = written(settings);
  return Object.fromEntries(filled.map((name) => [name, fields[name]])) as Partial<Draft<T>>;
}

/** What of a form a person's own preset keeps. */
export function toSave<T extends object>({ filled }: TrainPresets<T>, draft: Draft<T>): Partial<Draft<T>> {
  return Object.fromEntries(filled.map((name) => [name, draft[name]])) as Partial<Draft<T>>;
}

/** The fields that a person's own preset fills; one that it doesn't have stays. */
export function ownFields<T extends object>(
  { filled, described }: TrainPresets<T>,
  { fields }: Pick<OwnPreset, 'fields'>,
  draft: Draft<T>,
): Partial<Draft<T>> {
  const kept = keptDraft(described, draft, fields);
  return Object.fromEntries(filled.map((name) => [name, kept[name]])) as Partial<Draft<T>>;
}

/** Whether a form says what a person's own preset does. */
export function isAtOwn<T extends object>(
  method: TrainPresets<T>,
  preset: Pick<OwnPreset, 'fields'>,
  draft: Draft<T>,
): boolean {
  const wanted = method.whole({ ...draft, ...ownFields(method, preset, draft) });
  const typed = method.whole(draft);
  return method.filled.every((name) => sameText(typed[name], wanted[name]));
}

/** The preset that a form is nearest to, and the settings in which it differs. */
export function nearestPreset<T extends object>(
  method: TrainPresets<T>,
  draft: Draft<T>,
): { preset: TrainPreset<T>; differences: readonly (keyof T)[] } {
  const compared = (preset: TrainPreset<T>) => ({ preset, differences: differencesFrom(method, preset, draft) });
  const [first, ...others] = method.presets;
  return others
    .map(compared)
    .reduce((best, other) => (other.differences.length < best.differences.length ? other : best), compared(first));
}

/** The settings in which a form differs from a preset, of those that presets fill. */
export function differencesFrom<T extends object>(
  { filled, whole }: TrainPresets<T>,
  { settings }: TrainPreset<T>,
  draft: Draft<T>,
): (keyof T)[] {
  const wanted = draftOf(settings);
  const typed = whole(draft);
  return filled.filter((name) => !sameText(typed[name], wanted[name]));
}

/** Whether two fields say the same: `1e-4` and `0.0001` are one number. */
function sameText(a: string, b: string): boolean {
  return a.trim() === b.trim() || (a.trim() !== '' && Number(a) === Number(b));
}
