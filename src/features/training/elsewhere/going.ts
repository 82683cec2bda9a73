/** What goes on elsewhere. */
import type { SweptValue } from '../../../contract/runs/runs.ts';
import type { TrainSettings } from '../../../contract/training.ts';
import type { RunRecord } from '../../library/records/runRecords.ts';

/** The settings that a sweep varies, with their values; see docs/sweep-json.md. */
export type SweepLists = Readonly<Record<string, readonly SweptValue[]>>;

export interface Going {
  settings: TrainSettings;
  /** Of a run that was broken off; null for the form and the dataset as they are. */
  record: RunRecord | null;
  /** Repository of a model of Stable Diffusion XL to learn on in place of the open model; empty for that one. */
  base: string;
  /** Where many runs go, which differ in these; left out for one. */
  sweep?: SweepLists;
}

/** Tells the bundles of the page apart: an unfinished run’s, the form’s sweep, the form’s run. */
export function placeOf(going: Omit<Going, 'base'> | null): string | null {
  return going?.sweep ? 'sweep' : (going?.record?.id ?? null);
}
