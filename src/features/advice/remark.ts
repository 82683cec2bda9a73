/** Most serious first. */
export const TONES = ['problem', 'warning', 'hint'] as const;
export type Tone = (typeof TONES)[number];

/** Where a remark leads: to a panel, to a field by its label, or to a change that a press makes. */
export type Lead<C> =
  | { kind: 'link'; text: string; href: string }
  | { kind: 'field'; text: string; label: string }
  | { kind: 'change'; text: string; change: C };

/** @template C what a press can change, such as a form's fields */
export interface Remark<C = never> {
  /** The rule and what it is about: once dismissed, the same does not come back. */
  id: string;
  tone: Tone;
  /** What is seen. */
  sentence: string;
  /** What to do about it. */
  todo: string;
  lead: Lead<C> | null;
}

/** Remarks shown at once; more would be read by nobody. */
export const MOST_REMARKS = 3;

/** The most serious remarks that were not dismissed, in the order of their rules where they are equally serious. */
export function foremost<C>(
  remarks: readonly (Remark<C> | null)[],
  dismissed: ReadonlySet<string>,
  most = MOST_REMARKS,
): Remark<C>[] {
  return remarks
    .filter((remark) => remark !== null)
    .filter(({ id }) => !dismissed.has(id))
    .sort((a, b) => TONES.indexOf(a.tone) - TONES.indexOf(b.tone))
    .slice(0, most);
}
