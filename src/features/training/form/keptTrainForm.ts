/** The training form over a reload: the method, and every field of both. */
import { msg } from '../../../contract/message.ts';
import { INVERSION_SETTINGS } from '../../../contract/settings/inversionSettings.ts';
import { LORA_SETTINGS } from '../../../contract/settings/loraSettings.ts';
import { METHOD } from '../../../contract/settings/runSettings.ts';
import type { Settings } from '../../../contract/settings/setting.ts';
import {
  fieldsOfPart,
  type KeptFields,
  keptChoice,
  keptDraft,
  keptText,
  partFields,
} from '../../../kit/form/keptDraft.ts';
import { t } from '../../../kit/language/t.ts';
import { own } from '../../../kit/records/own.ts';
import { followForm } from '../../../session/forms/keptForm.ts';
import { type DatasetWords, type TrainForm, useTrainForm } from './trainForm.ts';

/** Characters of a model's fingerprint at most. */
const LONGEST_FINGERPRINT = 200;

export function trainFields({ method, followed, words, lora, inversion }: TrainForm): KeptFields {
  const parts = {
    ...partFields('lora', lora),
    ...partFields('inversion', inversion),
    ...partFields('words', words ?? {}),
  };
  return { method, followed, ...parts };
}

export function keptTrainForm(fields: KeptFields, first: TrainForm): TrainForm {
  return {
    method: keptChoice(fields.method, METHOD.values, first.method),
    words: keptWords(fieldsOfPart('words', fields)),
    followed: keptText(fields.followed, '', LONGEST_FINGERPRINT) || null,
    lora: keptDraft(LORA_SETTINGS, first.lora, fieldsOfPart('lora', fields)),
    inversion: keptDraft(INVERSION_SETTINGS, first.inversion, fieldsOfPart('inversion', fields)),
  };
}

function labelOf(field: string): string | null {
  if (field === 'method') return t(METHOD.label);
  const [part, name = ''] = field.split('.');
  const settings: Settings = part === 'lora' ? LORA_SETTINGS : INVERSION_SETTINGS;
  const setting = own(settings, name);
  return setting ? t(setting.label) : null;
}

function keptWords({ name, subjectWord, classWord }: KeptFields): DatasetWords | null {
  if (typeof name !== 'string' || typeof subjectWord !== 'string' || typeof classWord !== 'string') return null;
  return { name, subjectWord, classWord };
}

export function loadTrainForm(): Promise<void> {
  return followForm<TrainForm>({
    id: 'train',
    form: useTrainForm.getState,
    show: (form) => useTrainForm.setState(form),
    subscribe: (changed) => useTrainForm.subscribe(changed),
    fieldsOf: trainFields,
    restored: keptTrainForm,
    steps: { name: msg('Train'), where: '#/train', labelOf },
  });
}
