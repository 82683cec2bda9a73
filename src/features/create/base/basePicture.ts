/** The picture that the base model would have drawn: same seed and settings, without what was learnt and the word that names it. */
import type { CreateSettings } from '../../../contract/drawing.ts';
import { withoutWord } from '../../drawing/settings/promptWords.ts';
import type { NamedAdapter } from '../../drawing/settings/settingsText.ts';

interface Drawn {
  settings: CreateSettings;
  adapters: readonly NamedAdapter[];
  /** What it was drawn over. */
  over?: { digest: string; strength: number; mask: Blob | null } | undefined;
}

/** What of a library it takes to know what a picture owes to it. */
export interface LearntParts {
  /** Ids of adapters that make a few steps enough: they know no subject, and stay. */
  fewSteps: ReadonlySet<string>;
  /** Words that adapters listen to, and tokens of learnt words. */
  words: readonly string[];
}

/** Null where nothing learnt had a part in the picture. */
export function baseOf({ settings, adapters, over }: Drawn, { fewSteps, words }: LearntParts): Drawn | null {
  const kept = adapters.filter(({ id }) => id !== undefined && fewSteps.has(id));
  const prompt = words.reduce((text, word) => withoutWord(text, word), settings.prompt);
  if (kept.length === adapters.length && prompt === settings.prompt) return null;
  return { settings: { ...settings, prompt }, adapters: kept, ...(over && { over }) };
}

/** A picture that was drawn so by the same model; null where there is none, or a mask that nobody can tell from others. */
export function drawnSo<P extends Drawn & { model: string; pulled?: number | undefined }>(
  pictures: readonly P[],
  base: Drawn,
  model: string,
): P | null {
  if (base.over?.mask) return null;
  const wanted = keyOf(base);
  const asDrawn = pictures.filter((picture) => picture.model === model && picture.pulled === undefined);
  return asDrawn.find((picture) => keyOf(picture) === wanted) ?? null;
}

/** What two pictures that are the same have in common; the order of fields is none of it. */
function keyOf({ settings, adapters, over }: Drawn): string {
  return JSON.stringify([
    over ? [over.digest, over.strength, over.mask !== null] : null,
    Object.entries(settings).sort(([a], [b]) => (a < b ? -1 : 1)),
    adapters.map(({ id, name, weight, step }) => [id ?? name, weight, step ?? null]),
  ]);
}
