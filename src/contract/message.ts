/**
 * Texts that a person reads, in English, which is also the key by which the page's catalogues hold their translations. Nothing
 * here translates: workers, the contract and constants say what is to be read, and the page says it in the person's language.
 */

declare const source: unique symbol;

/**
 * A text of the catalogues, not yet said in a language. In memory it is its English source, in ICU's message format; to the
 * compiler it is no string, so that none is shown by mistake.
 */
export interface Message {
  readonly [source]: never;
}

/** What stands in a message's places; a text among them is said in the same language. */
export type MessageValues = Readonly<Record<string, string | number | Said>>;

/** A message with what stands in its places: it crosses between threads, and is said on the page. */
export interface Said {
  text: Message;
  values?: MessageValues;
}

/** A text that is written out where it stands, so that it can be found for the catalogues. */
export type Literal<T extends string> = string extends T ? never : T;

/** Marks a constant text for the catalogues. */
export function msg<const T extends string>(text: Literal<T>): Message {
  return text as string as unknown as Message;
}

/** A text that is the same in every language, such as a number or a prompt, where texts of the catalogues stand too. */
export const asIs = (text: string): Message => text.replace(/[{}]/g, "'$&'") as unknown as Message;

/** A text with its values, to be said on the page. */
export function say<const T extends string>(text: Literal<T>, values?: MessageValues): Said {
  return { text: msg(text as Literal<T>), ...(values && { values }) };
}

/** A message's source: for files, which other programs read, and for records. */
export const sourceOf = (message: Message): string => message as unknown as string;

/** In English, without a catalogue: its places filled, and nothing else of ICU's format. */
export function inEnglish({ text, values = {} }: Said): string {
  return sourceOf(text).replace(/'(\{[^}]*\})'|\{(\w+)\}/g, (whole, quoted: string | undefined, name: string) => {
    if (quoted !== undefined) return quoted;
    const value = values[name];
    return value === undefined ? whole : typeof value === 'object' ? inEnglish(value) : String(value);
  });
}

const demands = new Map<string, Said>();

/**
 * What a setting must be, as a schema says it: in English, and known by that sentence to `saidOf`. For constants alone: they are
 * remembered as long as the page is open.
 */
export function demand<const T extends string>(text: Literal<T>, values?: MessageValues): string {
  const said = say(text, values);
  const sentence = inEnglish(said);
  demands.set(sentence, said);
  return sentence;
}

/** How a schema's sentence was made; none where it was not by `demand`. */
export const saidOf = (sentence: string): Said | undefined => demands.get(sentence);
