/** What goes on elsewhere. */
import type { TrainSettings } from '../../../contract/training.ts';
import type { RunRecord } from '../../library/records/runRecords.ts';

export interface Going {
  settings: TrainSettings;
  /** Of a run that was broken off; null for the form and the dataset as they are. */
  record: RunRecord | null;
  /** Repository of a model of Stable Diffusion XL to learn on in place of the open model; empty for that one. */
  base: string;
}
