/** What a film has beyond a picture's settings, and how it becomes a file. */
import { asIs, msg } from '../message.ts';
import { choiceSetting, numberSetting, type Settings, switchSetting } from './setting.ts';

/** How many pictures a film passes through. */
export const KEYFRAME_COUNT = numberSetting({ label: msg('Keyframes'), min: 2, max: 24, whole: true });

export const TIMING_SETTINGS = {
  duration: numberSetting({ label: msg('Duration'), unit: asIs('s'), min: 0.5, max: 60, step: 0.5 }),
  framesPerSecond: numberSetting({ label: msg('Frames per second'), min: 1, max: 50, whole: true }),
} as const satisfies Settings;

/** Palette and dithering are a GIF's; videos have no use for them. */
export const FILM_FILE_SETTINGS = {
  /** GIF everywhere; videos where the browser's own encoder makes them. */
  format: choiceSetting({
    label: msg('Format'),
    values: ['gif', 'webm', 'mp4'],
    names: { gif: asIs('GIF'), webm: asIs('WebM'), mp4: asIs('MP4') },
  }),
  /** A GIF frame has 256 colours: its own ones, or those that all frames of the film share. */
  palette: choiceSetting({
    label: msg('Palette'),
    values: ['frame', 'common'],
    names: { frame: msg('One for each frame'), common: msg('One for the whole film') },
  }),
  /** Spreads what a palette lacks over neighbouring pixels (Floyd and Steinberg 1976). */
  dither: switchSetting({ label: msg('Dither') }),
} as const satisfies Settings;
