/** How far a picture's colours are pulled onto those of the cloth. */
import * as z from 'zod';
import { msg } from '../message.ts';
import { numberSetting, type Settings, shapeOf } from './setting.ts';

export const PULL_SETTINGS = {
  strength: numberSetting({ label: msg('How far'), unit: msg('%'), min: 0, max: 100, whole: true }),
} as const satisfies Settings;

export const PullSettings = z.object(shapeOf(PULL_SETTINGS));
export type PullSettings = z.infer<typeof PullSettings>;
