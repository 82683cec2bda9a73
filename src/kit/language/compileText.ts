/**
 * A text in ICU's message format as Lingui's runtime takes it, for what the catalogues use of the format: places, plurals, choices
 * and quoted braces. Lingui's own compiler is some twenty times larger; a test holds the two against each other over every text.
 */

/** Words, or a place: its name, and for a plural its kind and cases. */
type Token = string | [name: string, kind?: string, cases?: Readonly<Record<string, Token[]>>];

const compiled = new Map<string, Token[]>();

export function compileText(text: string): Token[] {
  if (!/[{']/.test(text)) return [text];
  let message = compiled.get(text);
  if (message === undefined) {
    message = new Reader(text).message(false);
    compiled.set(text, message);
  }
  return message;
}

class Reader {
  #at = 0;

  constructor(readonly text: string) {}

  /** Up to the end, or to the brace that closes it. @param counted within a plural, where `#` is the number */
  message(counted: boolean): Token[] {
    const tokens: Token[] = [];
    let words = '';
    const endWords = () => {
      if (words !== '') tokens.push(words);
      words = '';
    };
    for (; this.#at < this.text.length && this.text[this.#at] !== '}'; this.#at++) {
      const sign = this.text[this.#at];
      if (sign === "'") words += this.#quoted(counted);
      else if (sign === '{') {
        endWords();
        tokens.push(this.#place());
      } else if (sign === '#' && counted) {
        endWords();
        tokens.push('#');
      } else words += sign;
    }
    endWords();
    return tokens;
  }

  /** `'{…}'` is what stands within, `''` an apostrophe, and any other apostrophe is itself. */
  #quoted(counted: boolean): string {
    const next = this.text[this.#at + 1] ?? '';
    if (next === "'") {
      this.#at++;
      return "'";
    }
    if (!'{}'.includes(next) && !(counted && next === '#')) return "'";
    const end = this.text.indexOf("'", this.#at + 1);
    const within = this.text.slice(this.#at + 1, end < 0 ? undefined : end);
    this.#at = end < 0 ? this.text.length : end;
    return within;
  }

  /** `{name}`, or `{name, plural, one {…} other {…}}`. */
  #place(): Token {
    this.#at++;
    const name = this.#word();
    if (this.text[this.#at] !== ',') return [name];
    this.#at++;
    const kind = this.#word();
    this.#at++;
    const cases: Record<string, Token[]> = {};
    for (;;) {
      const key = this.#word().replace(/^=/, '');
      if (this.text[this.#at] !== '{') break;
      this.#at++;
      cases[key] = this.message(kind === 'plural');
      this.#at++;
    }
    return [name, kind, cases];
  }

  /** To the next comma or brace, without the gaps around it. */
  #word(): string {
    const start = this.#at;
    while (this.#at < this.text.length && !/[,{}]/.test(this.text[this.#at]!)) this.#at++;
    return this.text.slice(start, this.#at).trim();
  }
}
