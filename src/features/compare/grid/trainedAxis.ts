/** An axis whose pictures are drawn by a sweep’s runs: one of the settings that these were learnt with. */
import { t } from '../../../kit/language/t.ts';
import { sameValue, sweepsOf, sweptLabel, valueLabel, valueOn } from '../../library/sweeps/sweepMarks.ts';
import { type GridItem, subjectOf } from './compareLibrary.ts';
import { type AxisReading, MAX_AXIS_VALUES } from './gridSettings.ts';

/** Between a sweep’s id and the setting’s name, as the form’s field holds them. */
const END = ' ';

/** The axis as the form’s field holds it. */
export const trainedText = (sweep: string, setting: string): string => `${sweep}${END}${setting}`;

/** All axes of the library’s sweeps, to choose from. */
export function trainedOptions(library: readonly GridItem[]): { value: string; name: string }[] {
  return sweepsOf(library, ({ sweep = null }) => sweep).flatMap(({ id, name, axes }) =>
    axes.map(({ setting }) => ({ value: trainedText(id, setting), name: `“${name}”: ${sweptLabel(setting)}` })),
  );
}

/** Reads such an axis. What was removed from the library is left out. */
export function readTrained(text: string, library: readonly GridItem[]): AxisReading {
  const [id, setting = ''] = text.trim().split(END);
  const sweep = sweepsOf(library, ({ sweep: mark = null }) => mark).find((one) => one.id === id);
  const axis = sweep?.axes.find((one) => one.setting === setting);
  if (!sweep || !axis) return { axis: null, error: t('must be of a sweep whose adapters are in the library') };
  if (axis.values.length > MAX_AXIS_VALUES)
    return { axis: null, error: t('must be {max} or fewer', { max: MAX_AXIS_VALUES }) };
  const values = axis.values.map((value) => ({
    label: valueLabel(setting, value),
    subjects: sweep.runs.flatMap(({ mark, of }) => {
      const its = valueOn(mark, setting);
      return its !== null && sameValue(its, value) ? [subjectOf(of)] : [];
    }),
  }));
  return { axis: { setting: 'trained', of: { sweep: sweep.id, name: sweep.name, setting }, values }, error: null };
}
