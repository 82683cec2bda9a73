/** The settings of pulled colours, in plain words. */
import { msg } from '../../../contract/message.ts';
import { PULL_SETTINGS } from '../../../contract/settings/pullSettings.ts';
import { described, type SettingWords } from '../../../kit/fields/describedSetting.ts';

const PULL_HELP = {
  strength: {
    does: msg(
      'How far each of the picture’s main colours goes to the nearest of the cloth’s. Light and shade stay as they were drawn, and so does a colour that is far from all of the cloth’s: it belongs to something else.',
    ),
    usual: msg('80 to 100 %; 50 % where the light of the scene should stay'),
  },
} as const satisfies Record<keyof typeof PULL_SETTINGS, SettingWords>;

export const PULL = described(PULL_SETTINGS, PULL_HELP);
