/** Forms hold text as it was typed; a reading of it is either settings or an error for each field. */
import type * as z from 'zod';
import type { Setting } from '../../contract/settings/setting.ts';
import { demandInWords } from '../language/t.ts';

/** A form's fields as typed. */
export type Draft<T> = { [K in keyof T]: string };
export type DraftErrors<T> = { [K in keyof T]?: string };

export interface DraftReading<T> {
  /** Null while a field has an error. */
  settings: T | null;
  /** What a field `must be`, to be put behind its label. */
  errors: DraftErrors<T>;
}

/** The text of a field that holds a list: one line for each. */
export function listText(list: readonly string[]): string {
  return list.join('\n');
}

/** The list that such a field holds; empty lines are nothing. */
export function listFrom(text: string): string[] {
  return text.split('\n').flatMap((line) => line.trim() || []);
}

/** The text that stands in the fields for given settings; of a list one line for each. */
export function draftOf<T extends object>(settings: T): Draft<T> {
  const text = (value: unknown) => (Array.isArray(value) ? listText(value) : String(value));
  return Object.fromEntries(Object.entries(settings).map(([key, value]) => [key, text(value)])) as Draft<T>;
}

/** An empty or unreadable number is NaN, which every bounded schema refuses by naming its bounds. */
function numberFrom(text: string): number {
  return text.trim() === '' ? Number.NaN : Number(text);
}

/** A field's text as the kind of value that a setting has; whether it may have that value is for its schema to say. */
export function settingFrom({ kind, ...setting }: Setting, text: string): unknown {
  switch (kind) {
    case 'number':
      return numberFrom(text);
    case 'lines':
    case 'choices':
      return listFrom(text);
    case 'switch':
      return text === 'true';
    case 'choice':
      return 'values' in setting ? setting.values.find((value) => String(value) === text) : undefined;
    default:
      return text;
  }
}

/** A field's text as the kind of value that `example` is. */
function typedAs(example: unknown, text: string): unknown {
  if (typeof example === 'number') return numberFrom(text);
  if (Array.isArray(example)) return listFrom(text);
  return typeof example === 'boolean' ? text === 'true' : text;
}

/**
 * Reads a form by its schema.
 * @param example settings that tell which fields are numbers, switches or lists, such as the defaults
 */
export function readDraft<T extends object>(schema: z.ZodType<T>, example: T, draft: Draft<T>): DraftReading<T> {
  const typed = Object.entries(example).map(([key, value]) => [key, typedAs(value, draft[key as keyof T])]);
  const parsed = schema.safeParse(Object.fromEntries(typed));
  if (parsed.success) return { settings: parsed.data, errors: {} };
  const errors: DraftErrors<T> = {};
  for (const { path, message } of parsed.error.issues) errors[path[0] as keyof T] ??= demandInWords(message);
  return { settings: null, errors };
}
