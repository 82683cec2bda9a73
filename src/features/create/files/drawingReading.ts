/** What a file says of how a picture is drawn, as far as Create's form has a place for it. */
import type { CreateSettings } from '../../../contract/drawing.ts';
import { ADAPTER_WEIGHT, PICTURE_SETTINGS } from '../../../contract/settings/pictureSettings.ts';
import { t } from '../../../kit/language/t.ts';
import { type NotTaken, Taking } from '../../../kit/settingsFiles/Taking.ts';
import type { NamedAdapter } from '../../drawing/settings/settingsText.ts';

export interface DrawingReading {
  /** Whose file it is. */
  program: string;
  settings: Partial<CreateSettings>;
  /** By what they are found again in a library; null where the file says nothing of adapters. */
  adapters: NamedAdapter[] | null;
  notTaken: readonly NotTaken[];
  /** Of a preset that is shared: its name. */
  preset?: string;
}

/** What `read` takes, or null where that is nothing; an adapter whose weight the form doesn't allow is left out and named. */
export function drawingReading(
  read: (taking: Taking) => Pick<DrawingReading, 'program' | 'adapters' | 'preset'> | null,
): DrawingReading | null {
  const taking = new Taking(PICTURE_SETTINGS);
  const found = read(taking);
  if (!found || Object.keys(taking.taken).length === 0) return null;
  // What a file doesn't know of was not the case when it was written, whatever the form has now.
  for (const [name, { schema }] of Object.entries(PICTURE_SETTINGS)) {
    const formerly = schema.safeParse(undefined);
    if (formerly.success && !Object.hasOwn(taking.taken, name)) taking.taken[name] = formerly.data;
  }
  const adapters = found.adapters?.filter(({ name, weight }) => {
    const allowed = ADAPTER_WEIGHT.schema.safeParse(weight).success;
    if (!allowed) taking.leave(name, weight, t('An adapter’s weight is from −2 to 2.'));
    return allowed;
  });
  const { program, preset } = found;
  const reading = { program, settings: taking.taken, adapters: adapters ?? null, notTaken: taking.notTaken };
  return preset === undefined ? reading : { ...reading, preset };
}
