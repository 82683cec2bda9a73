/** What ties a field that runs of every method have to the form of one. */
import type { Explanation } from '../../../kit/help/explanation.ts';
import type { RUN_LABELS } from './settingLabels.ts';

/** A field's props by its setting's name. */
export type RunField = (name: keyof typeof RUN_LABELS) => {
  label: string;
  value: string;
  error: string | undefined;
  about: Explanation | undefined;
  onChange: (value: string) => void;
};
