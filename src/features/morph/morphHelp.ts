/** Morph's controls in plain words: what each does to the film. */
import { asIs, msg } from '../../contract/message.ts';
import { FILM_FILE_SETTINGS, KEYFRAME_COUNT, TIMING_SETTINGS } from '../../contract/settings/filmSettings.ts';
import { described, type SettingWords } from '../../kit/fields/describedSetting.ts';
import { SLERP } from '../../kit/help/formulas.tsx';

export const MORPH_HELP = {
  moves: {
    does: msg(
      'What changes from one keyframe to the next. Noise changes the arrangement and flows the most; prompts change what is shown; weights let your fabric come and go on the same picture.',
    ),
    usual: msg('Noise alone'),
  },
  keyframes: {
    hint: msg('The pictures that the film passes through, in this order and back to the first.'),
    does: msg(
      'The pictures that the film passes through. More of them in the same time make a livelier film, fewer a calmer one.',
    ),
    usual: asIs('5 in 15 seconds'),
  },
  keyframeSeed: {
    does: msg(
      'The noise of this keyframe. Between two keyframes the noise wanders on the arc from one to the other, so that every frame in between is as clear as they are.',
    ),
    formula: SLERP,
  },
  keyframePrompt: {
    does: msg(
      'What this keyframe shows. The film glides through what lies between two descriptions; those that differ in a word or two glide best. Empty, it shows what all share.',
    ),
  },
  keyframeWeight: {
    does: msg('How strongly the adapter acts at this keyframe. Between two keyframes it changes evenly.'),
  },
  duration: {
    does: msg(
      'How long the film is before it begins again. Longer, with as many keyframes, is slower and smoother to look at, and needs more frames to be drawn.',
    ),
    usual: asIs('15'),
  },
  framesPerSecond: {
    does: msg(
      'Pictures shown in a second. Fewer are drawn sooner and jump more from one to the next; beyond 30 hardly anybody sees a difference.',
    ),
    usual: msg('30; 10 to 12 for trying things out'),
  },
  format: {
    does: msg(
      'The kind of file. A GIF has 256 colours to a frame, which shows as bands in soft shades, or as a grain with dithering; a video keeps all colours, softened a little where much moves.',
    ),
  },
  palette: {
    does: msg(
      'Which 256 colours a GIF’s frames have. With their own, each frame is truest, and flat areas may flicker a little; with common ones nothing flickers, and rare colours are lost.',
    ),
    usual: msg('One for each frame'),
  },
  dither: {
    does: msg(
      'Mixes colours that the palette lacks out of dots of its own. Shades become smooth instead of banded, with a fine grain over the picture.',
    ),
    usual: msg('Off for bold patterns, on for soft shades'),
  },
} as const satisfies Record<string, SettingWords>;

/** A film's settings as the form shows them. */
export const FILM = described({ ...TIMING_SETTINGS, ...FILM_FILE_SETTINGS, keyframes: KEYFRAME_COUNT }, MORPH_HELP);
