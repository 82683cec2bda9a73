/** How long a morph will take and how large its file will be, told before it starts. */
import type { MorphSettings } from '../../contract/drawing.ts';
import type { FilmEncoding } from '../../contract/filmWorker.ts';
import { FILM_FILE_SETTINGS } from '../../contract/settings/filmSettings.ts';
import type { ModelInfo } from '../../contract/studioWorker.ts';
import { t } from '../../kit/language/t.ts';
import { durationText } from '../../kit/text/durationText.ts';
import { numberText } from '../../kit/text/numberText.ts';
import { pictureSeconds } from '../drawing/settings/pictureEstimate.ts';
import type { StoredFilm } from './films/filmRepository.ts';

/**
 * Bytes for a pixel of a frame, measured on a default prompt of the starter: 24 frames, 10 steps, 128 px. Patterns
 * differ; where films were made, theirs say it better.
 */
function measuredBytes({ format, palette }: FilmEncoding): number {
  if (format === 'webm') return 0.057;
  if (format === 'mp4') return 0.066;
  return palette === 'frame' ? 1.04 : 0.82;
}

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
  const steps =
    settings.samplingSteps === 1 ? t('1 step') : t('{samplingSteps} steps', { samplingSteps: settings.samplingSteps });
  const text = t('{frames} frames at {steps} each: about {duration} on this device.', {
    frames: frameCount(settings),
    steps,
    duration: durationText(seconds),
  });
  return seconds > 20 * 60
    ? t('{text} Fewer steps or frames per second, or a shorter film, take less.', { text })
    : text;
}

/**
 * Bytes of the file, by what the newest film in the same format took for each pixel.
 * @param films newest first
 */
export function filmBytes(
  settings: Pick<MorphSettings, 'duration' | 'framesPerSecond' | 'size'>,
  encoding: FilmEncoding,
  films: readonly Pick<StoredFilm, 'bytes' | 'encoding' | 'frames' | 'settings'>[],
): number {
  const like = films.find(({ bytes, encoding: other }) => bytes !== null && sameKind(encoding, other));
  const each = like?.bytes ? like.bytes / (like.frames * like.settings.size ** 2) : measuredBytes(encoding);
  return frameCount(settings) * settings.size ** 2 * each;
}

function sameKind(a: FilmEncoding, b: FilmEncoding): boolean {
  if (a.format !== b.format) return false;
  return a.format !== 'gif' || (a.palette === b.palette && a.dither === b.dither);
}

/** e.g. `The GIF will have some 3.2 MB (an estimate).` */
export function sizeText(bytes: number, { format }: FilmEncoding): string {
  const size =
    bytes < 1e5
      ? t('{bytes} kB', { bytes: Math.ceil(bytes / 1e4) * 10 })
      : t('{bytes} MB', { bytes: numberText(bytes / 1e6, 1) });
  return t('The {format} will have some {size} (an estimate).', { format: t(FORMAT_NAMES[format]), size });
}

export const FORMAT_NAMES = FILM_FILE_SETTINGS.format.names;
