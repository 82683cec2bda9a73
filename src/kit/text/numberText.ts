/** Numbers, dates and lists as the page's language writes them. */
import { spoken } from '../language/current.ts';

/** The browser's own variety of the language, such as `en-GB`, where it has one. */
function locale(): string {
  const { language } = spoken();
  const own = typeof navigator === 'undefined' ? [] : (navigator.languages ?? []);
  return own.find((tag) => tag.slice(0, 2) === language) ?? language;
}

/** A number with its thousands set apart; `digits` behind the point where they are to be there always. */
export function numberText(value: number, digits?: number): string {
  const fraction = digits === undefined ? {} : { minimumFractionDigits: digits, maximumFractionDigits: digits };
  return value.toLocaleString(spoken().language, fraction);
}

/** A day and a time of it. @param time milliseconds */
export const dateTimeText = (time: number): string =>
  new Date(time).toLocaleString(locale(), { dateStyle: 'medium', timeStyle: 'short' });

export const dateText = (time: number): string => new Date(time).toLocaleDateString(locale(), { dateStyle: 'medium' });
