/** What a form takes out of a file of settings: each setting judged by itself, and what isn't taken named with the reason. */
import type { Settings } from '../../contract/settings/setting.ts';
import { demandInWords, demandSentence, t } from '../language/t.ts';
import { own } from '../records/own.ts';

/** A setting of a file that the form did not take. */
export interface NotTaken {
  /** As the file calls it. */
  name: string;
  value: string;
  /** A sentence. */
  why: string;
}

/** Characters of a foreign name or value that are shown. */
const LONGEST_SHOWN = 60;
/** Settings not taken that are named. */
const MOST_NAMED = 200;

export class Taking {
  /** Setting → its value, allowed by its description. */
  readonly taken: Record<string, unknown> = {};
  readonly notTaken: NotTaken[] = [];

  /** @param settings those of the form */
  constructor(readonly settings: Settings) {}

  /** Takes a value for a setting of the form, or says why not. @param name as the file calls it */
  take(setting: string, value: unknown, name: string): void {
    const description = own(this.settings, setting);
    if (!description) {
      this.leave(name, value, t('This method has no such setting.'));
      return;
    }
    const read = description.schema.safeParse(value);
    if (read.success && value !== undefined) this.taken[setting] = read.data;
    else {
      const [issue] = read.error?.issues ?? [];
      this.leave(
        name,
        value,
        demandSentence(t(description.label), issue ? demandInWords(issue.message) : t('must have a value')),
      );
    }
  }

  /** @param why a sentence */
  leave(name: string, value: unknown, why: string): void {
    if (this.notTaken.length < MOST_NAMED) this.notTaken.push({ name: short(name), value: short(shown(value)), why });
  }
}

function shown(value: unknown): string {
  if (typeof value === 'string') return value;
  if (Array.isArray(value))
    return value
      .slice(0, 8)
      .map((one) => (typeof one === 'object' ? '…' : String(one)))
      .join(', ');
  return typeof value === 'object' && value !== null ? '…' : String(value);
}

const short = (text: string): string => {
  const line = text.slice(0, 4 * LONGEST_SHOWN).replace(/\s+/gu, ' ');
  return line.length > LONGEST_SHOWN ? `${line.slice(0, LONGEST_SHOWN)}…` : line;
};

/** A word, a number or a switch as a text; anything else is no word. A list may lie too deep to be made a text of. */
export function wordOf(value: unknown): string {
  return ['string', 'number', 'boolean'].includes(typeof value) ? String(value) : '';
}

/** A number, or a text that is one: configs often quote them. Anything else stays as it is, for its setting to judge. */
export function numberOf(value: unknown): unknown {
  return typeof value === 'string' && value.trim() !== '' && value.length < 40 ? Number(value) : value;
}

/** A table's own entries; none where it is no table. */
export function tableOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : {};
}

/** A list's first tables; none where it is no list. */
export function tablesOf(value: unknown): Readonly<Record<string, unknown>>[] {
  return Array.isArray(value) ? value.map(tableOf) : [];
}
