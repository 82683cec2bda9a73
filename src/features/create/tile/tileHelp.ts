/** The settings of a tile in print, in plain words. */
import { msg } from '../../../contract/message.ts';
import { TILE_SETTINGS } from '../../../contract/settings/tileSettings.ts';
import { described, type SettingWords } from '../../../kit/fields/describedSetting.ts';

const TILE_HELP = {
  repeat: {
    does: msg(
      'How tiles lie beside each other. A half-drop moves every other column down by half a tile, a brick every other row to the right: the eye then finds the single tile less easily. A picture meets its edges in the repeat that it was drawn for (“Seamless tile”).',
    ),
    usual: msg('Half-drop for a cloth, straight for a check or a border'),
  },
  tileWidth: {
    does: msg(
      'How wide one tile is on the printed cloth. What is finer in the picture than a printer’s dots is lost, and what is coarser is smoothed.',
    ),
    usual: msg('60 to 300 mm'),
  },
  resolution: {
    does: msg(
      'Dots to an inch, written into the file so that a printer knows its size. More dots than the picture has pixels make it smoother, not finer.',
    ),
    usual: msg('150 for cloth, 300 for paper'),
  },
  across: {
    does: msg('How many tiles lie side by side on the sheet.'),
    usual: msg('An even number for a half-drop, so that the sheet itself repeats'),
  },
  down: {
    does: msg('How many tiles lie one below the other on the sheet.'),
    usual: msg('An even number for a brick, so that the sheet itself repeats'),
  },
} as const satisfies Record<keyof typeof TILE_SETTINGS, SettingWords>;

export const TILE = described(TILE_SETTINGS, TILE_HELP);
