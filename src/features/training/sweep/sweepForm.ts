/** The form of a sweep: which settings differ from run to run, and their values as typed. */
import { create } from 'zustand';
import { msg } from '../../../contract/message.ts';
import { type KeptFields, keptText } from '../../../kit/form/keptDraft.ts';
import { t } from '../../../kit/language/t.ts';
import { followForm } from '../../../session/forms/keptForm.ts';
import { sweptLabel } from '../../library/sweeps/sweepMarks.ts';

/** Stands for no setting. */
export const NO_SETTING = 'none';

/** An axis as typed. Each setting keeps its values while another one is chosen. */
export interface SweepAxisForm {
  setting: string;
  texts: Readonly<Record<string, string>>;
}

export interface SweepForm {
  columns: SweepAxisForm;
  rows: SweepAxisForm;
}

export const SWEEP_AT_FIRST: SweepForm = {
  columns: { setting: NO_SETTING, texts: {} },
  rows: { setting: NO_SETTING, texts: {} },
};

export const useSweepForm = create<SweepForm>(() => SWEEP_AT_FIRST);

export function editSweep(change: Partial<SweepForm>): void {
  useSweepForm.setState(change);
}

/** Characters of a field that are kept. */
const LONGEST = 60_000;
const AXES = ['columns', 'rows'] as const;

export function sweepFields(form: SweepForm): KeptFields {
  return Object.fromEntries(
    AXES.flatMap((axis) => [
      [axis, form[axis].setting],
      ...Object.entries(form[axis].texts).map(([setting, text]) => [`${axis}.${setting}`, text]),
    ]),
  );
}

export function keptSweepForm(fields: KeptFields, first: SweepForm): SweepForm {
  const axisOf = (axis: (typeof AXES)[number]): SweepAxisForm => ({
    setting: keptText(fields[axis], first[axis].setting, LONGEST),
    texts: Object.fromEntries(
      Object.entries(fields).flatMap(([name, text]) => {
        const setting = name.startsWith(`${axis}.`) ? name.slice(axis.length + 1) : '';
        return setting !== '' && typeof text === 'string' && text.length <= LONGEST ? [[setting, text]] : [];
      }),
    ),
  });
  return { columns: axisOf('columns'), rows: axisOf('rows') };
}

function labelOf(field: string): string {
  const [axis = '', setting] = field.split('.');
  if (setting !== undefined) return t('Values of “{setting}”', { setting: sweptLabel(setting) });
  return axis === 'columns' ? t('First setting') : t('Second setting');
}

export function loadSweepForm(): Promise<void> {
  return followForm<SweepForm>({
    id: 'sweep',
    form: useSweepForm.getState,
    show: (form) => useSweepForm.setState(form),
    subscribe: (changed) => useSweepForm.subscribe(changed),
    fieldsOf: sweepFields,
    restored: keptSweepForm,
    steps: { name: msg('Train'), where: '#/train', labelOf },
  });
}
