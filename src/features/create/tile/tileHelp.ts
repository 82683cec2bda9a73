/** The settings of a tile in print, in plain words. */
import { TILE_SETTINGS } from '../../../contract/settings/tileSettings.ts';
import { described, type SettingWords } from '../../../kit/fields/describedSetting.ts';

const TILE_HELP = {
  repeat: {
    does: 'How tiles lie beside each other. A half-drop moves every other column down by half a tile, a brick every other row to the right: the eye then finds the single tile less easily. A picture meets its edges in the repeat that it was drawn for (“Seamless tile”).',
    usual: 'Half-drop for a cloth, straight for a check or a border',
  },
  tileWidth: {
    does: 'How wide one tile is on the printed cloth. What is finer in the picture than a printer’s dots is lost, and what is coarser is smoothed.',
    usual: '60 to 300 mm',
  },
  resolution: {
    does: 'Dots to an inch, written into the file so that a printer knows its size. More dots than the picture has pixels make it smoother, not finer.',
    usual: '150 for cloth, 300 for paper',
  },
  across: {
    does: 'How many tiles lie side by side on the sheet.',
    usual: 'An even number for a half-drop, so that the sheet itself repeats',
  },
  down: {
    does: 'How many tiles lie one below the other on the sheet.',
    usual: 'An even number for a brick, so that the sheet itself repeats',
  },
} as const satisfies Record<keyof typeof TILE_SETTINGS, SettingWords>;

export const TILE = described(TILE_SETTINGS, TILE_HELP);
