/** How long a morph will take, told before it starts. */
import type { ModelInfo, MorphSettings } from '../../workers/protocol.ts';
import { durationText } from './durationText.ts';
import { pictureSeconds } from './pictureEstimate.ts';

/** Frames of a film: its duration in seconds times its frames per second. */
export function frameCount({ duration, framesPerSecond }: Pick<MorphSettings, 'duration' | 'framesPerSecond'>): number {
  return Math.max(1, Math.round(duration * framesPerSecond));
}

/** Seconds for all frames. */
export function morphSeconds(settings: MorphSettings, model: ModelInfo): number {
  return frameCount(settings) * pictureSeconds(settings, model);
}

/** The estimate in words, with what would shorten a long one. */
export function estimateText(settings: MorphSettings, model: ModelInfo): string {
  const seconds = morphSeconds(settings, model);
  const steps = settings.samplingSteps === 1 ? '1 step' : `${settings.samplingSteps} steps`;
  const text = `${frameCount(settings)} frames at ${steps} each: about ${durationText(seconds)} on this device.`;
  return seconds > 20 * 60 ? `${text} Fewer steps or frames per second, or a shorter film, take less.` : text;
}
