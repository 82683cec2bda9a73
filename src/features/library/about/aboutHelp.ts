/** What is said of an item, in plain words. */

import { ABOUT_SETTINGS } from '../../../contract/library/itemAbout.ts';
import { asIs, msg } from '../../../contract/message.ts';
import { described, type SettingWords } from '../../../kit/fields/describedSetting.ts';

const ABOUT_HELP = {
  trigger: {
    does: msg(
      'The words that a prompt has to hold, so that what was learnt is drawn. Web UIs show them beside the adapter.',
    ),
    usual: asIs('sks african fabric pattern'),
  },
  description: {
    does: msg(
      'What it draws, with which weight and for what, in your own words. It goes into the file, for those who get it.',
    ),
  },
  author: { does: msg('Who made it, as it is to be told. Nothing of it is known elsewhere.') },
  license: {
    does: msg('Under which terms others may use it. That of the model and that of the photographs bind you too.'),
    usual: asIs('CC-BY-4.0'),
  },
  tags: { does: msg('Words by which it is found where files are collected.'), usual: asIs('fabric, wax print') },
} as const satisfies Record<keyof typeof ABOUT_SETTINGS, SettingWords>;

export const ABOUT = described(ABOUT_SETTINGS, ABOUT_HELP);
