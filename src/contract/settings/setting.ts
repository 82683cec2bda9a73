/**
 * What a setting is: its name, what it may be, and how it is checked. Each is described once, in this folder; schemas, forms,
 * the library's rows and Compare's axes are made from the descriptions.
 */
import * as z from 'zod';
import { demand, type Message } from '../message.ts';

/** Bounds of a number, inclusive; of a text or a list, of its length. */
export interface Limits {
  min: number;
  max: number;
}

interface Described<T> {
  /** As the form's field is called; no two of a form are the same. */
  label: Message;
  /** What the number counts, shown behind the label. */
  unit?: Message;
  /** Reads what comes from outside. Its messages are put behind the label: `must be …`. */
  schema: z.ZodType<T>;
}

/** A number, typed or found by a slider. */
export interface NumberSetting extends Described<number> {
  kind: 'number';
  limits: Limits;
  /** What an arrow key adds; `any` for free values. */
  step: number | 'any';
  /** What some numbers stand for; then they are chosen from a list. */
  names?: Readonly<Record<number, Message>>;
}

export interface TextSetting extends Described<string> {
  kind: 'text';
  /** Characters. */
  limits: Limits;
}

/** Texts, typed a line each. */
export interface LinesSetting extends Described<string[]> {
  kind: 'lines';
  /** Lines. */
  limits: Limits;
}

/** On or off. */
export interface SwitchSetting extends Described<boolean> {
  kind: 'switch';
}

type Choosable = string | number;

/** One of few values. */
export interface ChoiceSetting<V extends Choosable> extends Described<V> {
  kind: 'choice';
  /** In the order in which they are offered. */
  values: readonly V[];
  names: Readonly<Record<V, Message>>;
}

/** Any of few values, one at least. */
export interface ChoicesSetting<V extends string> extends Described<V[]> {
  kind: 'choices';
  values: readonly V[];
  names: Readonly<Record<V, Message>>;
}

/** A setting of any kind. */
export type Setting =
  | NumberSetting
  | TextSetting
  | LinesSetting
  | SwitchSetting
  | ChoiceSetting<Choosable>
  | ChoicesSetting<string>;

/** Settings that go together, by the names under which they are kept and sent. */
export type Settings = Readonly<Record<string, Setting>>;

/** A demand that limits don't express. */
interface Rule<T> {
  holds: (value: T) => boolean;
  /** `must …`, by `demand`. */
  error: string;
}

/** What was the case before there was the setting: records of earlier versions are read with it. */
interface Formerly<T> {
  formerly?: T;
}

function read<T>(schema: z.ZodType<T>, rule: Rule<T> | undefined, formerly: T | undefined): z.ZodType<T> {
  const strict = rule ? schema.refine(rule.holds, rule.error) : schema;
  // What zod takes as a default is no `undefined`; the cast says that it was asked for.
  return formerly === undefined ? strict : strict.default(formerly as z.core.util.NoUndefined<T>);
}

interface NumberOptions extends Limits, Formerly<number> {
  label: Message;
  unit?: Message;
  whole?: true;
  /** Whether `min` itself is too small. */
  above?: true;
  /** 1 for whole numbers, else any. */
  step?: number;
  names?: Readonly<Record<number, Message>>;
  rule?: Rule<number>;
}

export function numberSetting({
  label,
  unit,
  min,
  max,
  whole,
  above,
  step,
  names,
  rule,
  formerly,
}: NumberOptions): NumberSetting {
  const number = z.number(
    above
      ? demand('must be a number above {min} to {max}', { min, max })
      : demand('must be a number from {min} to {max}', { min, max }),
  );
  const bounded = (
    above
      ? number.gt(min, demand('must be more than {min}', { min }))
      : number.min(min, demand('must be {min} or more', { min }))
  ).max(max, demand('must be {max} or less', { max }));
  const schema = whole ? bounded.refine(Number.isInteger, demand('must be a whole number')) : bounded;
  return {
    kind: 'number',
    label,
    ...(unit && { unit }),
    limits: { min, max },
    step: step ?? (whole ? 1 : 'any'),
    ...(names && { names }),
    schema: read(schema, rule, formerly),
  };
}

interface TextOptions extends Limits {
  label: Message;
  /** Whether white space around it is no part of it. */
  trimmed?: true;
  rule?: Rule<string>;
}

export function textSetting({ label, min, max, trimmed, rule }: TextOptions): TextSetting {
  const text = trimmed ? z.string().trim() : z.string();
  const schema = text
    .min(min, demand('must not be empty'))
    .max(max, demand('must be {max} characters or fewer', { max }));
  return { kind: 'text', label, limits: { min, max }, schema: read(schema, rule, undefined) };
}

interface LinesOptions extends Limits {
  label: Message;
  /** How each line is read. */
  line: z.ZodType<string>;
}

export function linesSetting({ label, min, max, line }: LinesOptions): LinesSetting {
  const schema = z
    .array(line)
    .min(min, demand('must not be empty'))
    .max(max, demand('must be {max} or fewer', { max }));
  return { kind: 'lines', label, limits: { min, max }, schema };
}

export function switchSetting({ label, formerly }: { label: Message } & Formerly<boolean>): SwitchSetting {
  return { kind: 'switch', label, schema: read(z.boolean(), undefined, formerly) };
}

interface ChoiceOptions<V extends Choosable> {
  label: Message;
  values: readonly V[];
  /** As a person reads them. */
  names: Readonly<Record<NoInfer<V>, Message>>;
}

export function choiceSetting<const V extends Choosable>({
  formerly,
  ...about
}: ChoiceOptions<V> & Formerly<NoInfer<V>>): ChoiceSetting<V> {
  const schema = z.literal(about.values, demand('must be one of those to choose from'));
  return { kind: 'choice', ...about, schema: read<V>(schema, undefined, formerly) };
}

export function choicesSetting<const V extends string>({
  formerly,
  ...about
}: ChoiceOptions<V> & Formerly<NoInfer<V>[]>): ChoicesSetting<V> {
  const schema = z.array(z.enum(about.values)).min(1, demand('must name at least one'));
  return { kind: 'choices', ...about, schema: read<V[]>(schema, undefined, formerly) };
}

/** The schemas of settings, by their names: the shape of an object that holds them. */
export function shapeOf<T extends Settings>(settings: T): { [K in keyof T]: T[K]['schema'] } {
  return Object.fromEntries(Object.entries(settings).map(([name, { schema }]) => [name, schema])) as {
    [K in keyof T]: T[K]['schema'];
  };
}
