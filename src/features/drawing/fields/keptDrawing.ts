/** The fields of a drawing form over a reload, the adapters chosen among them. */
import * as z from 'zod';
import type { CreateSettings } from '../../../contract/drawing.ts';
import { ADAPTER_WEIGHT, PICTURE_SETTINGS } from '../../../contract/settings/pictureSettings.ts';
import { type KeptFields, keptDraft } from '../../../kit/form/keptDraft.ts';
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

export function keptDrawing(
  fields: KeptFields,
  { adapters: first, ...texts }: DrawingDraft<CreateSettings>,
): DrawingDraft<CreateSettings> {
  const adapters = own(fields, 'adapters');
  return {
    ...keptDraft<CreateSettings>(PICTURE_SETTINGS, texts, fields),
    adapters: Array.isArray(adapters) ? keptChoices(adapters) : first,
  };
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
