/** The places that a text has for values, wherever they stand in it. */
import { compileText } from '../../../src/kit/language/compileText.ts';

type Tokens = ReturnType<typeof compileText>;

export function placesOf(text: string): Set<string> {
  const within = (tokens: Tokens): string[] =>
    tokens.flatMap((token) => {
      if (typeof token === 'string') return [];
      const [name, , cases = {}] = token;
      return [name, ...Object.values(cases).flatMap(within)];
    });
  return new Set(within(compileText(text)));
}
