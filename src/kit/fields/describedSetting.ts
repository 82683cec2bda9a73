/** A setting as a form shows it: what the contract says of it, joined with the words that explain it. */
import type { Message } from '../../contract/message.ts';
import type { Setting, Settings } from '../../contract/settings/setting.ts';
import type { Explanation } from '../help/explanation.ts';
import { t } from '../language/t.ts';

/** What is told of a setting beside its label. */
export interface SettingWords extends Explanation {
  /** Stands under the field. */
  hint?: Message;
}

/** A setting of any kind, with its words. */
export type DescribedSetting<S extends Setting = Setting> = S & { about: SettingWords };

/** Settings with their words; one that has none does not compile, nor do words of a setting that there is not. */
export type DescribedSettings<T extends Settings> = { readonly [K in keyof T]: DescribedSetting<T[K]> };

/** Joins settings and their words by their names. */
export function described<T extends Settings>(
  settings: T,
  words: Readonly<Record<keyof T, SettingWords>>,
): DescribedSettings<T> {
  const joined: Record<string, DescribedSetting> = {};
  for (const [name, setting] of Object.entries(settings)) joined[name] = { ...setting, about: words[name as keyof T] };
  return joined as DescribedSettings<T>;
}

/** What the field is called: `Duration (s)`. */
export function fieldLabel({ label, unit }: Pick<Setting, 'label' | 'unit'>): string {
  return unit ? `${t(label)} (${t(unit)})` : t(label);
}
