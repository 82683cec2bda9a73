/** What a form's settings are, told by the preset that they are nearest to. */

import type { Message } from '../../../contract/message.ts';
import { type Draft, draftOf } from '../../../kit/form/draft.ts';
import { withinSentence } from '../../../kit/help/About.tsx';
import { t } from '../../../kit/language/t.ts';
import { listText } from '../../../kit/text/listText.ts';
import { differencesFrom, nearestPreset, type TrainPresets } from './trainPresets.ts';

/** What the fields of a method's settings are called. */
export type SettingLabels<T> = Readonly<Partial<Record<keyof T, { label: Message }>>>;

/** @param settings those of the method */
export function presetHint<T extends object>(
  method: TrainPresets<T>,
  draft: Draft<T>,
  settings: SettingLabels<T>,
): string {
  const labelOf = (name: keyof T) => withinSentence(nameOf(settings[name], name));
  const { preset, differences } = nearestPreset(method, draft);
  if (differences.length > 0)
    return t('As “{name}”, but for {settings}.', { name: t(preset.name), settings: listOf(differences.map(labelOf)) });
  const [starter] = method.presets;
  if (preset === starter) return t(preset.about);
  const values = draftOf(preset.settings);
  const changed = differencesFrom(method, starter, values).map((name) => `${labelOf(name)} ${values[name]}`);
  return t('{about} It differs from the starter’s in {settings}.', {
    about: t(preset.about),
    settings: listOf(changed),
  });
}

const nameOf = (setting: { label: Message } | undefined, name: PropertyKey) =>
  setting ? t(setting.label) : String(name);

function listOf(parts: readonly string[]): string {
  return listText(parts);
}
