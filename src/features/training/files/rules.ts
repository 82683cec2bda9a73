/** How a trainer's settings are read into the form's: a table of rules for each, by the names that its files use. */
import type { Message } from '../../../contract/message.ts';
import { msg } from '../../../contract/message.ts';
import { t } from '../../../kit/language/t.ts';
import { own } from '../../../kit/records/own.ts';
import { numberOf, type Taking, wordOf } from '../../../kit/settingsFiles/Taking.ts';

/** What becomes of one setting of a file. @param name as the file calls it */
export type Rule = (taking: Taking, value: unknown, name: string) => void;
export type Rules = Readonly<Record<string, Rule>>;

/** Taken as it is. */
export const to =
  (setting: string): Rule =>
  (taking, value, name) =>
    taking.take(setting, value, name);

/** Taken as a number. */
export const toNumber =
  (setting: string): Rule =>
  (taking, value, name) =>
    taking.take(setting, numberOf(value), name);

/** One of the file's words for one of the form's values. @param words in lower case */
export const toWord =
  (setting: string, words: Readonly<Record<string, string>>, why: Message): Rule =>
  (taking, value, name) => {
    const word = typeof value === 'string' ? own(words, value.toLowerCase()) : undefined;
    if (word === undefined) taking.leave(name, value, t(why));
    else taking.take(setting, word, name);
  };

/** A side in pixels: as a number, as a text, or as two that are the same. */
export const toSide =
  (setting: string): Rule =>
  (taking, value, name) => {
    const sides = (Array.isArray(value) ? value : wordOf(value).slice(0, 40).split(/[,x]/)).map(numberOf);
    if (sides.every((side) => side === sides[0])) taking.take(setting, sides[0], name);
    else taking.leave(name, value, t('Images are learnt from at one size, as squares.'));
  };

/** Not taken, and why. @param why a sentence */
export const left =
  (why: Message): Rule =>
  (taking, value, name) =>
    taking.leave(name, value, t(why));

/** Says nothing that the form doesn't say anyway. */
export const understood: Rule = () => undefined;

/** A switch that the form has no field for: off is as the form has it, on is left. @param why a sentence */
export const off =
  (why: Message): Rule =>
  (taking, value, name) => {
    if (value !== false && value !== null && value !== 0 && value !== '') taking.leave(name, value, t(why));
  };

/** Reasons that several trainers' settings share. */
export const WHY = {
  model: msg('The model is chosen in the library.'),
  images: msg('Images and their captions are added in Dataset.'),
  device: msg('Weft decides this for your device.'),
  log: msg('Weft keeps losses and pictures by itself.'),
  epochs: msg('A run is as long as its steps say.'),
  schedule: msg('The learning rate can stay, or fall in a straight line or along a cosine.'),
  optimizer: msg('Runs learn by AdamW.'),
  oneRate: msg('All layers learn at one rate.'),
  unknown: msg('Weft has no such setting.'),
} as const;

/** Reads each entry by its rule; one without is named as unknown. */
export function readBy(rules: Rules, entries: Readonly<Record<string, unknown>>, taking: Taking, within = ''): void {
  for (const [name, value] of Object.entries(entries)) {
    // A file of defaults names all it could say: what is empty says nothing.
    if (value === null || value === undefined || value === '') continue;
    (own(rules, name) ?? left(WHY.unknown))(taking, value, `${within}${name}`);
  }
}

/** A table's entries by rules of their own. @param name of the table */
export const table =
  (rules: Rules): Rule =>
  (taking, value, name) => {
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
      readBy(rules, value as Record<string, unknown>, taking, `${name}.`);
    } else taking.leave(name, value, t('It is no table.'));
  };
