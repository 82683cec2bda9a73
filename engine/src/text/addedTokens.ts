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

/** The tokens of a tokenizer that stand for themselves, ready to be found in any number of texts. */
export class AddedTokens {
  private readonly written: Searched;
  private readonly normal: Searched;

  constructor(tokens: readonly AddedToken[]) {
    this.written = searched(tokens.filter(({ normalized }) => !normalized));
    const normal = tokens.filter(({ normalized }) => normalized);
    this.normal = searched(normal.map((token) => ({ ...token, content: normalizedText(token.content) })));
  }

  /**
   * A text in its parts, in order: ids of added tokens, and stretches of ordinary text between them, in their normal form.
   * Tokens are looked for as written first, and then in the normal form of what is left; of those that begin at one place
   * the longest is meant.
   */
  split(text: string): (number | string)[] {
    return split(text, this.written).flatMap((part) =>
      typeof part === 'number' ? [part] : split(normalizedText(part), this.normal),
    );
  }
}

/** Ids by what stands for them, and how long these texts can be, the longest first: what is looked up at each letter. */
interface Searched {
  ids: ReadonlyMap<string, number>;
  lengths: readonly number[];
}

function searched(tokens: readonly AddedToken[]): Searched {
  const ids = new Map<string, number>();
  // Of several with one text the first counts.
  for (const { id, content } of tokens) if (!ids.has(content)) ids.set(content, id);
  const lengths = new Set(Array.from(ids.keys(), ({ length }) => length));
  return { ids, lengths: [...lengths].sort((a, b) => b - a) };
}

function split(text: string, tokens: Searched): (number | string)[] {
  const parts: (number | string)[] = [];
  let end = 0;
  for (let at = 0; at < text.length; ) {
    const found = longestAt(text, at, tokens);
    if (!found) {
      at++;
      continue;
    }
    if (at > end) parts.push(text.slice(end, at));
    parts.push(found.id);
    at += found.length;
    end = at;
  }
  if (end < text.length) parts.push(text.slice(end));
  return parts;
}

function longestAt(text: string, at: number, { ids, lengths }: Searched): { id: number; length: number } | null {
  for (const length of lengths) {
    const id = ids.get(text.slice(at, at + length));
    // Near the end of the text a slice is shorter, and so the text of a shorter token.
    if (id !== undefined && at + length <= text.length) return { id, length };
  }
  return null;
}
