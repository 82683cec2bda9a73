/** Texts in the page's language, by Lingui: `t` says one at once, `inWords` what was put together on another thread. */
import { setupI18n } from '@lingui/core';
import type { ErrorInfo } from '../../contract/errors.ts';
import { type Literal, type Message, type Said, saidOf, sourceOf } from '../../contract/message.ts';
import { compileText } from './compileText.ts';
import { onLanguage, spoken } from './current.ts';

/** What is not there leaves its place empty. */
type Values = Readonly<Record<string, string | number | null | undefined>>;

const i18n = setupI18n().setMessagesCompiler(compileText);

function follow(): void {
  const { language, catalogue } = spoken();
  i18n.loadAndActivate({ locale: language, messages: { ...catalogue } });
}
follow();
onLanguage(follow);

/**
 * A text in the page's language, with its places filled. It is written out where it stands, in English and in ICU's message
 * format, or was marked by `msg`.
 */
export function t<const T extends string>(text: Literal<T> | Message, values?: Values): string {
  return i18n._(typeof text === 'string' ? text : sourceOf(text as Message), { ...values });
}

/** What was said elsewhere, in the page's language. */
export function inWords({ text, values = {} }: Said): string {
  const own = Object.entries(values).map(([name, value]) => [name, typeof value === 'object' ? inWords(value) : value]);
  return t(text, Object.fromEntries(own));
}

/** What a schema demands, in the page's language. */
export function demandInWords(sentence: string): string {
  const said = saidOf(sentence);
  return said ? inWords(said) : sentence;
}

/** An error of a worker in the page's language, as far as its sentences are of the catalogues. */
export function errorInWords(error: ErrorInfo): ErrorInfo {
  const { catalogue } = spoken();
  const { message, advice, said } = error;
  return {
    ...error,
    message: said?.message ? inWords(said.message) : (catalogue[message] ?? message),
    advice: said?.advice ? inWords(said.advice) : (catalogue[advice] ?? advice),
  };
}

/** `Steps must be 1 or more.` @param label of the field @param demand `must …`, in the page's language */
export const demandSentence = (label: string, demand: string): string => t('{label} {demand}.', { label, demand });

/** Sentences that a worker told or a record holds, each in the page's language where it is of the catalogues. */
export function knownInWords(sentences: string): string {
  const { catalogue } = spoken();
  return sentences.replace(/[^.]+(?:\.(?! |$)[^.]*)*\./g, (sentence) => {
    const gap = /^\s*/.exec(sentence)?.[0] ?? '';
    const bare = sentence.slice(gap.length);
    return `${gap}${catalogue[bare] ?? bare}`;
  });
}
