/** A sweep as lists of values in a bundle’s run.json, where it can be said so. Pure. */
import type { SweptValue } from '../../../contract/runs/runs.ts';
import type { TrainSettings } from '../../../contract/training.ts';
import { t } from '../../../kit/language/t.ts';
import { CAPTIONS, sameValue, sweptLabel } from '../../library/sweeps/sweepMarks.ts';
import { usesClassImages } from '../classImages/askedClassImages.ts';
import type { SweepLists } from '../elsewhere/going.ts';
import type { SweptRun } from './readSweep.ts';

/** What the bundle’s files are made with: it can’t differ within it. */
const FIXED: ReadonlySet<string> = new Set([
  'resolution',
  'holdOut',
  'instancePrompt',
  'classPrompt',
  'ownClassImages',
  'samplePrompt',
  CAPTIONS,
]);

export type ListedSweep =
  | { lists: SweepLists; base: TrainSettings; refusal: null }
  /** Why it can’t be said so, as a sentence. */
  | { lists: null; base: null; refusal: string };

/** @param name what the sweep is called */
export function listedSweep(runs: readonly SweptRun[], name: string): ListedSweep {
  const settings = [...new Set(runs.flatMap(({ values }) => values.map(({ setting }) => setting)))];
  const fixed = settings.find((setting) => FIXED.has(setting));
  if (fixed)
    return refused(
      t('{setting} can’t differ within a bundle: its files are made with one value.', {
        setting: sweptLabel(fixed),
      }),
    );
  const alphas = new Set(runs.map((run) => (run.settings.method === 'lora' ? run.settings.loraAlpha : 0)));
  if (alphas.size > 1 && !settings.includes('loraAlpha')) {
    return refused(t('LoRA alpha follows the rank here, which lists can’t say: give it a value of its own first.'));
  }
  const lists: Record<string, SweptValue[]> = {};
  for (const { setting, value } of runs.flatMap(({ values }) => values)) {
    const known = lists[setting] ?? [];
    if (!known.some((other) => sameValue(other, value))) known.push(value);
    lists[setting] = known;
  }
  // The bundle holds class images for the run that has most of them.
  const [base] = [...runs].sort((a, b) => classImagesOf(b.settings) - classImagesOf(a.settings));
  if (!base) return refused(t('There is no run.'));
  return { lists, base: { ...base.settings, adapterName: name.trim() || base.settings.adapterName }, refusal: null };
}

const refused = (refusal: string): ListedSweep => ({ lists: null, base: null, refusal });

const classImagesOf = (settings: TrainSettings): number => (usesClassImages(settings) ? settings.classImages : 0);
