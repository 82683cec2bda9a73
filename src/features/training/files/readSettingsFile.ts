/** A file of a run's settings, Weft's own or another trainer's, into what the training form can take of it. */

import { SettingsFile } from '../../../contract/files/settingsFile.ts';
import { withCurrentNames } from '../../../contract/formerNames.ts';
import { INVERSION_SETTINGS } from '../../../contract/settings/inversionSettings.ts';
import { LORA_SETTINGS } from '../../../contract/settings/loraSettings.ts';
import type { InversionSettings, LoraSettings, TrainMethod } from '../../../contract/training.ts';
import { type Draft, draftOf } from '../../../kit/form/draft.ts';
import { t } from '../../../kit/language/t.ts';
import { readSettingsText, refused } from '../../../kit/settingsFiles/settingsText.ts';
import { type NotTaken, Taking, tableOf } from '../../../kit/settingsFiles/Taking.ts';
import { isAiToolkit, readAiToolkit } from './aiToolkit.ts';
import { isKohya, kohyaMethod, readKohya } from './kohya.ts';
import { isOneTrainer, oneTrainerMethod, readOneTrainer } from './oneTrainer.ts';

export interface SettingsReading {
  /** Whose file it is. */
  program: string;
  method: TrainMethod;
  /** The form's fields that it fills, as they would be typed. */
  fields: Partial<Draft<LoraSettings>> & Partial<Draft<InversionSettings>>;
  notTaken: readonly NotTaken[];
  /** Of a preset that somebody shared: its name. */
  preset?: string;
}

type Table = Readonly<Record<string, unknown>>;

const SETTINGS = { lora: LORA_SETTINGS, 'textual-inversion': INVERSION_SETTINGS } as const;

/** @throws StudioError where it is no such file, or none of it can be taken */
export async function readSettingsFile(file: File): Promise<SettingsReading> {
  const { kind, content } = await readSettingsText(file);
  const all = tableOf(content);
  const reading = kind === 'json' ? readJson(file, all) : kind === 'toml' ? readToml(all) : readYaml(all);
  if (!reading) {
    throw refused(
      file,
      t('holds no settings of a run that are known here'),
      t('Choose a file that Weft saved, kohya’s TOML, ai-toolkit’s YAML or OneTrainer’s JSON.'),
    );
  }
  if (Object.keys(reading.fields).length === 0) {
    throw refused(file, t('has no setting that could be taken'), t('Choose another file of settings.'));
  }
  return reading;
}

function readJson(file: File, content: Table): SettingsReading | null {
  if (isOneTrainer(content))
    return take('OneTrainer', oneTrainerMethod(content), (taking) => readOneTrainer(content, taking));
  // ai-toolkit takes its jobs as JSON too.
  if (isAiToolkit(content)) return readYaml(content);
  if (!('weft' in content)) return null;
  const { data: own } = SettingsFile.safeParse(content);
  if (!own)
    throw refused(file, t('is damaged: parts of it are missing'), t('Save the settings anew where they came from.'));
  if (own.weft !== 'training settings') {
    throw refused(file, t('holds the settings of a drawing'), t('Open it in Create.'));
  }
  const settings = tableOf(withCurrentNames(own.settings));
  const reading = take('Weft', settings.method === 'textual-inversion' ? 'textual-inversion' : 'lora', (taking) => {
    for (const [name, value] of Object.entries(settings)) {
      if (name === 'method') continue;
      if (Object.hasOwn(taking.settings, name)) taking.take(name, value, name);
      else taking.leave(name, value, t('This version of Weft has no such setting.'));
    }
  });
  return own.preset === undefined ? reading : { ...reading, preset: own.preset };
}

function readToml(content: Table): SettingsReading | null {
  return isKohya(content) ? take('kohya', kohyaMethod(content), (taking) => readKohya(content, taking)) : null;
}

function readYaml(content: Table): SettingsReading | null {
  return isAiToolkit(content) ? take('ai-toolkit', 'lora', (taking) => readAiToolkit(content, taking)) : null;
}

function take(program: string, method: TrainMethod, read: (taking: Taking) => void): SettingsReading {
  const taking = new Taking(SETTINGS[method]);
  read(taking);
  return { program, method, fields: draftOf(taking.taken), notTaken: taking.notTaken };
}
