/** Lengths of time in words, as rough as they are known. */
import { t } from '../language/t.ts';
import { numberText } from './numberText.ts';

/** @param seconds 0 or more. From `less than 5 s` over `2 min` to `1 h 10 min` */
export function durationText(seconds: number): string {
  if (seconds < 5) return t('less than 5 s');
  if (seconds < 57.5) return `${Math.round(seconds / 5) * 5} s`;
  const minutes = Math.round(seconds / 60);
  if (minutes < 60) return `${minutes} min`;
  const rest = minutes % 60;
  return rest === 0 ? `${Math.floor(minutes / 60)} h` : `${Math.floor(minutes / 60)} h ${rest} min`;
}

/** `about 2 min left`, or nothing while it is not known. */
export function timeLeftText(seconds: number | null): string {
  if (seconds === null) return '';
  return seconds < 5 ? t('a few seconds left') : t('about {duration} left', { duration: durationText(seconds) });
}

/** A time that was measured: `0.8 s`, `12 s`, `3 min 20 s`. */
export function measuredTimeText(seconds: number): string {
  if (seconds < 10) return `${numberText(seconds, 1)} s`;
  const whole = Math.round(seconds);
  if (whole < 60) return `${whole} s`;
  const rest = whole % 60;
  return rest === 0 ? `${Math.floor(whole / 60)} min` : `${Math.floor(whole / 60)} min ${rest} s`;
}
