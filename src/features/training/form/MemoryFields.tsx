/** The expert settings that decide how much of the device's memory a run takes, of every method. */
import type { ReactNode } from 'react';
import { FieldGroup } from '../../../kit/fields/FieldGroup.tsx';
import { SettingField } from '../../../kit/fields/SettingField.tsx';
import { t } from '../../../kit/language/t.ts';
import type { RunField } from './trainSettings.ts';

interface MemoryFieldsProps {
  field: RunField;
  /** Further fields, of the method's own. */
  children?: ReactNode;
}

export function MemoryFields({ field, children }: MemoryFieldsProps) {
  return (
    <FieldGroup title={t('Size and memory')}>
      <SettingField {...field('resolution')} />
      <SettingField {...field('segments')} />
      {children}
    </FieldGroup>
  );
}
