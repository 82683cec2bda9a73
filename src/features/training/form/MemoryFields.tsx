/** The expert settings that decide how much of the device's memory a run takes, of every method. */
import type { ReactNode } from 'react';
import { RESOLUTIONS } from '../../../contract/training.ts';
import { FieldGroup } from '../../../kit/fields/FieldGroup.tsx';
import { SelectField } from '../../../kit/fields/SelectField.tsx';
import type { RunField } from './runField.ts';
import { SEGMENT_NAMES } from './settingLabels.ts';

interface MemoryFieldsProps {
  field: RunField;
  /** Further fields, of the method's own. */
  children?: ReactNode;
}

export function MemoryFields({ field, children }: MemoryFieldsProps) {
  return (
    <FieldGroup title="Size and memory">
      <SelectField
        {...field('resolution')}
        options={RESOLUTIONS.map((side) => ({
          value: String(side),
          name: side === 0 ? 'As the model was trained' : `${side} px`,
        }))}
        hint="Side of the images it learns from. Half as many pixels a side take a quarter of the memory and time."
      />
      <SelectField
        {...field('segments')}
        options={withTyped(SEGMENT_NAMES, field('segments').value)}
        hint="Parts in which the model learns one after the other: more take less memory and a little more time."
      />
      {children}
    </FieldGroup>
  );
}

/** The options, and the number that the form holds where it is none of them. */
function withTyped(names: Readonly<Record<string, string>>, value: string) {
  const options = Object.entries(names).map(([number, name]) => ({ value: number, name }));
  return value in names ? options : [...options, { value, name: value }];
}
