/** What Morph's form starts with. */
import type { MorphSettings } from '../../contract/drawing.ts';
import { CREATE_DEFAULTS, SUBJECT_PROMPT } from '../drawing/settings/drawingDefaults.ts';
import { FRAME_STEPS } from '../drawing/settings/samplingPresets.ts';

export const MORPH_DEFAULTS: MorphSettings = {
  ...CREATE_DEFAULTS,
  samplingSteps: FRAME_STEPS,
  keyframes: [42, 43, 44, 45, 46].map((seed) => ({ seed, prompt: SUBJECT_PROMPT })),
  duration: 15,
  framesPerSecond: 30,
};
