/** Presets of a person's own as they outlive a reload: what of the form a preset fills, as typed, under a name. */
import * as z from 'zod';
import { keptName } from '../../contract/library/itemNames.ts';
import { msg } from '../../contract/message.ts';
import { METHOD } from '../../contract/settings/runSettings.ts';
import { NamedRecordStore } from '../../kit/records/NamedRecordStore.ts';

/** What presets are of: a method of training, or a drawing. */
const PRESET_KINDS = [...METHOD.values, 'drawing'] as const;
export type PresetKind = (typeof PRESET_KINDS)[number];

export const OwnPreset = z.object({
  id: z.string(),
  method: z.enum(PRESET_KINDS),
  name: z.string().transform(keptName),
  /** Milliseconds since 1970. */
  createdAt: z.number(),
  /** Setting → text; each is judged when the form takes it. */
  fields: z.record(z.string(), z.unknown()),
});
export type OwnPreset = z.infer<typeof OwnPreset>;

/** Names of one kind alone have to differ: no list shows two kinds. */
class PresetRecordStore extends NamedRecordStore<OwnPreset> {
  protected override isRival({ method }: OwnPreset, other: unknown): boolean {
    return this.parse(other)?.method === method;
  }
}

export const presetRecords = new PresetRecordStore('weft-presets', msg('your presets'), OwnPreset);
