/** The fields of a drawing form over a reload, the adapters chosen among them. */
import * as z from 'zod';
import type { CreateSettings } from '../../../contract/drawing.ts';
import { ADAPTER_WEIGHT, PICTURE_SETTINGS } from '../../../contract/settings/pictureSettings.ts';
import type { Settings } from '../../../contract/settings/setting.ts';
import { type KeptFields, keptDraft } from '../../../kit/form/keptDraft.ts';
import { t } from '../../../kit/language/t.ts';
import { own } from '../../../kit/records/own.ts';
import type { AdapterChoice } from '../../library/adapterChoice.ts';
import type { DrawingDraft } from './drawing.ts';

/** Adapters of a mix that are read; nobody's device draws with as many. */
const MOST_ADAPTERS = 64;

const KeptChoice = z.object({
  id: z.string().min(1).max(200),
  weight: ADAPTER_WEIGHT.schema,
  step: z.number().int().nonnegative().optional(),
});

/** Earlier versions kept the list alone. */
const KeptAdapters = z.object({ by: z.enum(['word', 'person']), list: z.array(z.unknown()) });

export function keptDrawing(
  fields: KeptFields,
  { adapters: first, adaptersBy, ...texts }: DrawingDraft<CreateSettings>,
): DrawingDraft<CreateSettings> {
  const kept = own(fields, 'adapters');
  const draft = keptDraft<CreateSettings>(PICTURE_SETTINGS, texts, fields);
  if (Array.isArray(kept)) {
    const adapters = keptChoices(kept);
    // Of earlier versions: adapters that stood there had been chosen by hand.
    return { ...draft, adapters, adaptersBy: adapters.length > 0 ? 'person' : adaptersBy };
  }
  const { data } = KeptAdapters.safeParse(kept);
  return data
    ? { ...draft, adapters: keptChoices(data.list), adaptersBy: data.by }
    : { ...draft, adapters: first, adaptersBy };
}

/** The fields as they are kept: the adapters are one with whose choice they are. */
export function drawingFields({ adapters, adaptersBy, ...texts }: DrawingDraft<CreateSettings>): KeptFields {
  return { ...texts, adapters: { by: adaptersBy, list: adapters } };
}

/** Those that can be read, each adapter once. */
function keptChoices(kept: readonly unknown[]): AdapterChoice[] {
  const choices = new Map<string, AdapterChoice>();
  for (const one of kept.slice(0, MOST_ADAPTERS)) {
    const choice = KeptChoice.safeParse(one).data;
    if (choice && !choices.has(choice.id)) choices.set(choice.id, choice);
  }
  return [...choices.values()];
}

/** A field's name in the history; null for what is no field of a drawing form. */
export function drawingLabel(field: string): string | null {
  if (field === 'adapters') return t('Adapters');
  const settings: Settings = PICTURE_SETTINGS;
  const setting = own(settings, field);
  return setting ? t(setting.label) : null;
}
