/** The picture that the next ones are drawn over, how far, and what of it: what Create's form knows beside its settings. */
import { stepsTaken } from '@weft/engine';
import { create } from 'zustand';
import type { ErrorInfo } from '../../../contract/errors.ts';
import { OverSettings } from '../../../contract/settings/overSettings.ts';
import { type Draft, type DraftReading, draftOf, readDraft } from '../../../kit/form/draft.ts';
import { t } from '../../../kit/language/t.ts';

/** A picture to draw over. */
export interface OverSource {
  /** As it was chosen: of any format and shape. */
  file: Blob;
  /** SHA-256 of the file that it was chosen from, in hexadecimal digits. */
  digest: string;
  name: string;
}

/** What a picture is drawn over, as it was when it was asked for. */
export interface OverOrder extends Pick<OverSource, 'file' | 'digest'>, OverSettings {
  /** White where it is drawn anew; of the picture's middle square. Null for all of it. */
  mask: Blob | null;
}

export interface OverState {
  source: OverSource | null;
  draft: Draft<OverSettings>;
  mask: Blob | null;
  /** Masks before this one, the last one last, to go back to. */
  earlier: readonly (Blob | null)[];
  error: ErrorInfo | null;
}

/** Half of the way keeps where things are; less changes their grain, more their shape. */
const AT_FIRST: OverSettings = { strength: 0.6 };

export const OVER_AT_FIRST: OverState = {
  source: null,
  draft: draftOf(AT_FIRST),
  mask: null,
  earlier: [],
  error: null,
};

export const useOver = create<OverState>(() => OVER_AT_FIRST);

/** The form's part, beside the number of steps: of so few that none is taken, nothing would be drawn. */
export function readOver(draft: OverState['draft'], samplingSteps: number): DraftReading<OverSettings> {
  const reading = readDraft(OverSettings, AT_FIRST, draft);
  if (!reading.settings) return reading;
  try {
    stepsTaken(samplingSteps, reading.settings.strength);
    return reading;
  } catch {
    const error = t('is too little for {samplingSteps} sampling steps: none of them would be taken', { samplingSteps });
    return { settings: null, errors: { strength: error } };
  }
}

/** What pictures are drawn over that are asked for now; null for nothing. */
export function overOrder(): OverOrder | null {
  const { source, mask, draft } = useOver.getState();
  const { data } = OverSettings.safeParse({ strength: Number(draft.strength) });
  return source && data ? { file: source.file, digest: source.digest, mask, ...data } : null;
}
