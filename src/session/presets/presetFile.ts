/** A person's own preset as a file to be shared. */

import { settingsFileText } from '../../contract/files/settingsFile.ts';
import type { Settings } from '../../contract/settings/setting.ts';
import { offerDownload } from '../../kit/components/offerDownload.ts';
import { settingFrom } from '../../kit/form/draft.ts';
import { own } from '../../kit/records/own.ts';
import { settingsFileName } from '../../kit/settingsFiles/settingsText.ts';
import type { OwnPreset } from './presetRecords.ts';

/** The text of a preset's file: its settings by their values, without what is no value of a setting. */
export function presetFileText({ method, name, fields }: OwnPreset, settings: Settings): string {
  const values = Object.entries(fields).flatMap(([setting, text]) => {
    const description = own(settings, setting);
    if (!description || typeof text !== 'string') return [];
    const { data } = description.schema.safeParse(settingFrom(description, text));
    return data === undefined ? [] : [[setting, data] as const];
  });
  const fitting = Object.fromEntries(values);
  return method === 'drawing'
    ? settingsFileText('drawing settings', { preset: name, settings: fitting })
    : settingsFileText('training settings', { preset: name, settings: { method, ...fitting } });
}

export function sharePreset(preset: OwnPreset, settings: Settings): void {
  offerDownload(presetFileText(preset, settings), settingsFileName(preset.name), 'application/json');
}
