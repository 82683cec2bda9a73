/** The settings of drawing over, in plain words. */
import { msg } from '../../../contract/message.ts';
import { OVER_SETTINGS } from '../../../contract/settings/overSettings.ts';
import { described, type SettingWords } from '../../../kit/fields/describedSetting.ts';

const OVER_HELP = {
  strength: {
    does: msg(
      'How far the picture is given up. So much of the noise is laid over it, and only that share of the sampling steps is taken: at 0.3 colours and grain change, at 0.6 shapes stay where they are, at 0.9 hardly more than the light is left.',
    ),
    usual: msg('0.3 to 0.8; with a mask 0.7 to 1'),
  },
} as const satisfies Record<keyof typeof OVER_SETTINGS, SettingWords>;

export const OVER = described(OVER_SETTINGS, OVER_HELP);

export const BRUSH_HELP = {
  does: msg(
    'What you paint over is drawn anew; everything else stays as it is, to the last bit. Without any paint all of the picture is drawn over. With the arrow keys and the space bar it works too.',
  ),
};
