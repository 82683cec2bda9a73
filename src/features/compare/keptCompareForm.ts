/** Compare's form over a reload: what all pictures share, and the axes, each with the values of every setting it had. */

import * as z from 'zod';
import { msg } from '../../contract/message.ts';
import { fieldsOfPart, type KeptFields, partFields } from '../../kit/form/keptDraft.ts';
import { t } from '../../kit/language/t.ts';
import { own } from '../../kit/records/own.ts';
import { followForm } from '../../session/forms/keptForm.ts';
import { drawingFields, drawingLabel, keptDrawing } from '../drawing/fields/keptDrawing.ts';
import { type AxisForm, COMPARE_DEFAULTS, type CompareForm, NO_AXIS } from './compareForm.ts';
import { compareRecords } from './compareRecords.ts';
import { editCompare, useCompare } from './compareStore.ts';
import { AXES } from './grid/compareAxes.ts';
import type { AxisSetting } from './grid/gridSettings.ts';

/** Characters of an axis’ values: a text for each of the most pictures, and some more. */
const LONGEST_VALUES = 250_000;

const KeptAxis = z.object({
  setting: z.string(),
  /** Setting → its values as typed. */
  texts: z.record(z.string(), z.unknown()).catch({}),
});

const isSetting = (setting: string): setting is AxisSetting => Object.hasOwn(AXES, setting);

export function compareFields({ drawing, columns, rows }: CompareForm): KeptFields {
  return { ...partFields('drawing', drawingFields(drawing)), columns, rows };
}

export function keptCompareForm(fields: KeptFields, first: CompareForm): CompareForm {
  const columns = keptAxis(own(fields, 'columns'), first.columns);
  return {
    drawing: keptDrawing(fieldsOfPart('drawing', fields), first.drawing),
    // There are columns always.
    columns: columns.setting === NO_AXIS ? { ...columns, setting: COMPARE_DEFAULTS.columns.setting } : columns,
    rows: keptAxis(own(fields, 'rows'), first.rows),
  };
}

function keptAxis(kept: unknown, first: AxisForm): AxisForm {
  const axis = KeptAxis.safeParse(kept).data;
  if (!axis) return first;
  const { setting } = axis;
  const texts = Object.entries(axis.texts).filter(
    ([name, text]) => isSetting(name) && typeof text === 'string' && text.length <= LONGEST_VALUES,
  );
  return {
    setting: setting === NO_AXIS || isSetting(setting) ? setting : first.setting,
    texts: Object.fromEntries(texts),
  };
}

/** Version 0.2.0 kept the form beside the grid. */
const formerly = {
  async read(): Promise<KeptFields | null> {
    const { records } = await compareRecords.readSome(['form']).catch(() => ({ records: [] }));
    const [form] = records;
    if (form?.kind !== 'form') return null;
    const { columns, rows } = form;
    return { ...partFields('drawing', { ...form.drawing, adapters: form.adapters }), columns, rows };
  },
  forget: () => compareRecords.remove('form').catch(() => undefined),
};

function labelOf(field: string): string | null {
  if (field === 'columns') return t('Columns');
  return field === 'rows' ? t('Rows') : drawingLabel(field.replace(/^drawing\./, ''));
}

export function loadCompareForm(): Promise<void> {
  return followForm<CompareForm>({
    id: 'compare',
    form: () => useCompare.getState().form,
    show: editCompare,
    subscribe: (changed) => useCompare.subscribe(changed),
    fieldsOf: compareFields,
    restored: keptCompareForm,
    formerly,
    steps: { name: msg('Compare'), where: '#/compare', labelOf },
  });
}
