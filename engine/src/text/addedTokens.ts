/** Finds the tokens that stand for themselves in a text, before the rest is split into words. */

/** A token that the text is searched for. */
export interface AddedToken {
  id: number;
  content: string;
  /** Whether it is searched for in the normalised text, where upper and lower case are one, or in the text as written. */
  normalized: boolean;
}

/**
 * CLIP's normal form of a text: composed (NFC), gaps of white space one space, lower case. To be taken once: letters that
 * compose in lower case alone, such as H with a line below, stay apart in it.
 */
export function normalizedText(text: string): string {
  // Python lower-cases letter by letter, JavaScript writes a word's last Σ as ς; JavaScript's \s is another set.
  return text
    .normalize('NFC')
    .replace(/\p{White_Space}+/gu, ' ')
    .replaceAll('Σ', 'σ')
    .toLowerCase();
}

/**
 * The text in its parts, in order: ids of added tokens, and stretches of ordinary text between them, in their normal
 * form. Tokens are looked for as written first, and then in the normal form of what is left; of those that begin at one
 * place the longest is meant.
 */
export function splitAtAddedTokens(text: string, tokens: readonly AddedToken[]): (number | string)[] {
  const written = tokens.filter(({ normalized }) => !normalized);
  const normal = tokens
    .filter(({ normalized }) => normalized)
    .map((token) => ({ ...token, content: normalizedText(token.content) }));
  return split(text, written).flatMap((part) =>
    typeof part === 'number' ? [part] : split(normalizedText(part), normal),
  );
}

function split(text: string, tokens: readonly AddedToken[]): (number | string)[] {
  const parts: (number | string)[] = [];
  let end = 0;
  for (let at = 0; at < text.length; ) {
    const token = longestAt(text, at, tokens);
    if (!token) {
      at++;
      continue;
    }
    if (at > end) parts.push(text.slice(end, at));
    parts.push(token.id);
    at += token.content.length;
    end = at;
  }
  if (end < text.length) parts.push(text.slice(end));
  return parts;
}

function longestAt(text: string, at: number, tokens: readonly AddedToken[]): AddedToken | null {
  let longest: AddedToken | null = null;
  for (const token of tokens) {
    const longer = token.content.length > (longest?.content.length ?? 0);
    if (longer && text.startsWith(token.content, at)) longest = token;
  }
  return longest;
}
