/**
 * A form's fields as they come back from storage. Each is judged by itself: what a field can't show any more, or what is no
 * text at all, is as it is at first, and the others stay. A text or a number that is wrong still is kept as it was typed.
 */
import type { Setting, Settings } from '../../contract/settings/setting.ts';
import { own } from '../records/own.ts';
import { type Draft, listFrom } from './draft.ts';

/** Fields by their names: as storage has them, so that anything may stand in each. */
export type KeptFields = Readonly<Record<string, unknown>>;

/** Characters of a field that are kept: a hundred prompts of the longest, and some more. */
const LONGEST = 250_000;

/** A text as it was kept, or the first one. @param most characters */
export function keptText(kept: unknown, first: string, most: number = LONGEST): string {
  return typeof kept === 'string' && kept.length <= most ? kept : first;
}

/** One of few values as it was kept, or the first one. */
export function keptChoice<V extends string>(kept: unknown, values: readonly V[], first: V): V {
  return values.find((value) => value === kept) ?? first;
}

/** Fields of a form as they were kept. @param settings what they are; fields of others stay as they are at first */
export function keptDraft<T extends object>(settings: Settings, first: Draft<T>, kept: KeptFields): Draft<T> {
  const fields = Object.entries<string>(first).map(([name, text]) => {
    const setting = own(settings, name);
    const typed = keptText(own(kept, name), text);
    return [name, setting && canShow(setting, typed) ? typed : text];
  });
  return Object.fromEntries(fields) as Draft<T>;
}

/** Whether the setting's field can show a text, wrong or not: a list of choices has nothing for one that isn't in it. */
function canShow(setting: Setting, text: string): boolean {
  switch (setting.kind) {
    case 'choice':
      return setting.values.some((value) => String(value) === text);
    case 'choices':
      return listFrom(text).every((value) => setting.values.includes(value));
    case 'switch':
      return text === 'true' || text === 'false';
    case 'number':
      return setting.names === undefined || setting.schema.safeParse(Number(text)).success;
    default:
      return true;
  }
}

/** A part of a form among the fields of the whole: `part.name` for each of its own. */
export function partFields(part: string, fields: object): KeptFields {
  return Object.fromEntries(Object.entries(fields).map(([name, value]) => [`${part}.${name}`, value]));
}

/** The fields of a part by their own names. */
export function fieldsOfPart(part: string, fields: KeptFields): KeptFields {
  const prefix = `${part}.`;
  return Object.fromEntries(
    Object.entries(fields).flatMap(([name, value]) =>
      name.startsWith(prefix) ? [[name.slice(prefix.length), value]] : [],
    ),
  );
}
