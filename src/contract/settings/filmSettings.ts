/** What a film has beyond a picture's settings, and how it becomes a file. */
import { choiceSetting, numberSetting, type Settings, switchSetting } from './setting.ts';

/** How many pictures a film passes through. */
export const KEYFRAME_COUNT = numberSetting({ label: 'Keyframes', min: 2, max: 24, whole: true });

export const TIMING_SETTINGS = {
  duration: numberSetting({ label: 'Duration', unit: 's', min: 0.5, max: 60, step: 0.5 }),
  framesPerSecond: numberSetting({ label: 'Frames per second', min: 1, max: 50, whole: true }),
} as const satisfies Settings;

/** Palette and dithering are a GIF's; videos have no use for them. */
export const FILM_FILE_SETTINGS = {
  /** GIF everywhere; videos where the browser's own encoder makes them. */
  format: choiceSetting({
    label: 'Format',
    values: ['gif', 'webm', 'mp4'],
    names: { gif: 'GIF', webm: 'WebM', mp4: 'MP4' },
  }),
  /** A GIF frame has 256 colours: its own ones, or those that all frames of the film share. */
  palette: choiceSetting({
    label: 'Palette',
    values: ['frame', 'common'],
    names: { frame: 'One for each frame', common: 'One for the whole film' },
  }),
  /** Spreads what a palette lacks over neighbouring pixels (Floyd and Steinberg 1976). */
  dither: switchSetting({ label: 'Dither' }),
} as const satisfies Settings;
