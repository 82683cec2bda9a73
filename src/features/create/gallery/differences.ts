/** In what several pictures were drawn differently. */
import { t } from '../../../kit/language/t.ts';
import { settingsParts } from '../../drawing/settings/settingsText.ts';
import type { GalleryRecord } from '../galleryRecords.ts';

/**
 * Of each picture what not all of the others share: its prompt where prompts differ, and of its settings those that do.
 * Nothing where all were drawn alike.
 */
export function differencesOf(pictures: readonly GalleryRecord[]): string[][] {
  const told = pictures.map(({ settings, model, prediction, adapters, pulled, over }) => [
    settings.prompt,
    ...(settings.negativePrompt === ''
      ? []
      : [t('without {negativePrompt}', { negativePrompt: settings.negativePrompt })]),
    model,
    ...settingsParts(settings, { prediction, adapters, pulled, over }),
  ]);
  const shared = new Set(told[0]?.filter((part) => told.every((parts) => parts.includes(part))));
  return told.map((parts) => parts.filter((part) => !shared.has(part)));
}
