/** How far a picture is drawn over. */
import * as z from 'zod';
import { msg } from '../message.ts';
import { numberSetting, type Settings, shapeOf } from './setting.ts';

export const OVER_SETTINGS = {
  /** Share of the steps that are taken, the last ones. */
  strength: numberSetting({ label: msg('Strength'), min: 0.05, max: 1, step: 0.05 }),
} as const satisfies Settings;

export const OverSettings = z.object(shapeOf(OVER_SETTINGS));
export type OverSettings = z.infer<typeof OverSettings>;
