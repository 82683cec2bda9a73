/** A file of a drawing's settings, or a drawn picture, into what Create's form can take of it. */

import { SettingsFile } from '../../../contract/files/settingsFile.ts';
import { PICTURE_SETTINGS } from '../../../contract/settings/pictureSettings.ts';
import { t } from '../../../kit/language/t.ts';
import { readSettingsText, refused } from '../../../kit/settingsFiles/settingsText.ts';
import { tableOf } from '../../../kit/settingsFiles/Taking.ts';
import type { NamedAdapter } from '../../drawing/settings/settingsText.ts';
import { type DrawingReading, drawingReading } from './drawingReading.ts';
import { readPictureFile } from './readPictureFile.ts';

/** @throws StudioError where it is no such file, or none of it can be taken */
export async function readDrawingFile(file: File): Promise<DrawingReading> {
  if (/\.png$/i.test(file.name)) return readPictureFile(file);
  const { content } = await readSettingsText(file);
  if (!Object.hasOwn(tableOf(content), 'weft')) {
    throw refused(file, t('holds no settings of a drawing'), t('Choose a file that Weft saved in Create.'));
  }
  const { data: own } = SettingsFile.safeParse(content);
  if (!own)
    throw refused(file, t('is damaged: parts of it are missing'), t('Save the settings anew where they came from.'));
  if (own.weft !== 'drawing settings') throw refused(file, t('holds the settings of a run'), t('Open it in Train.'));
  const reading = drawingReading((taking) => {
    for (const [name, value] of Object.entries(own.settings)) {
      if (Object.hasOwn(PICTURE_SETTINGS, name)) taking.take(name, value, name);
      else taking.leave(name, value, t('This version of Weft has no such setting.'));
    }
    const { preset, adapters } = own;
    return { program: 'Weft', adapters: adapters ? named(adapters) : null, ...(preset !== undefined && { preset }) };
  });
  if (reading) return reading;
  throw refused(file, t('has no setting that could be taken'), t('Choose another file of settings.'));
}

function named(adapters: NonNullable<SettingsFile['adapters']>): NamedAdapter[] {
  return adapters.map(({ name, weight, step, id, fingerprint }) => ({
    name,
    weight,
    ...(step !== undefined && { step }),
    ...(id !== undefined && { id }),
    ...(fingerprint !== undefined && { fingerprint }),
  }));
}
