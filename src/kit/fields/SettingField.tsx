/** The field of a setting: the control that suits its kind, with its label, its bounds and what is told of it. */
import type { ReactNode } from 'react';
import type { Message } from '../../contract/message.ts';
import type { ChoiceSetting, NumberSetting } from '../../contract/settings/setting.ts';
import { listFrom, listText } from '../form/draft.ts';
import { t } from '../language/t.ts';
import { CheckField } from './CheckField.tsx';
import { ChoicesField } from './ChoicesField.tsx';
import { type DescribedSetting, fieldLabel } from './describedSetting.ts';
import type { FieldTexts } from './Field.tsx';
import { NumberField } from './NumberField.tsx';
import { SelectField } from './SelectField.tsx';
import { SliderField, sliderBounds } from './SliderField.tsx';
import { TextField } from './TextField.tsx';

/** What ties a setting's field to a form. */
export interface SettingDraft {
  setting: DescribedSetting;
  /** As typed; see `Draft`. */
  value: string;
  error?: string | undefined;
  onChange: (value: string) => void;
}

export interface SettingFieldProps extends SettingDraft {
  /** In place of the setting's own hint. */
  hint?: string | undefined;
  /** What its value, which is allowed, may not be meant to do. */
  warning?: string | null;
  placeholder?: string;
  /** Of a text; more than one makes a text area. */
  rows?: number;
  /** Whether a number is found by a slider rather than typed. */
  slider?: boolean;
  /** Stands beside a number's input. */
  beside?: ReactNode;
  /** What is offered, in place of all that the setting may be. */
  options?: readonly FieldOption[];
}

export interface FieldOption {
  value: string;
  name: string;
}

export function SettingField({ setting, value, onChange, error, hint, warning, options, ...more }: SettingFieldProps) {
  const texts = { ...settingTexts(setting, { error, hint }), warning };
  const typed = { ...texts, value, onChange };
  if (options) return <SelectField {...typed} options={options} />;
  switch (setting.kind) {
    case 'number': {
      if (setting.names) return <SelectField {...typed} options={withTyped(setting.names, value)} />;
      if (more.slider) {
        const change = (number: number) => onChange(String(number));
        return <SliderField {...texts} value={Number(value)} onChange={change} {...sliderBounds(setting)} />;
      }
      return <NumberField {...typed} step={setting.step} {...placeholderOf(more)} beside={more.beside} />;
    }
    case 'text':
    case 'lines':
      return <TextField {...typed} rows={more.rows ?? 1} {...placeholderOf(more)} />;
    case 'switch':
      return <CheckField {...typed} />;
    case 'choice':
      return <SelectField {...typed} options={optionsOf(setting)} />;
    case 'choices':
      return (
        <ChoicesField
          {...texts}
          options={optionsOf(setting)}
          chosen={listFrom(value)}
          onChange={(chosen) => onChange(listText(chosen))}
        />
      );
  }
}

/** The texts of a setting's field. */
export function settingTexts(
  setting: DescribedSetting,
  { error, hint }: { error?: string | undefined; hint?: string | undefined },
): FieldTexts & { hint: string | undefined } {
  return {
    label: fieldLabel(setting),
    about: setting.about,
    hint: hint ?? (setting.about.hint && t(setting.about.hint)),
    error,
  };
}

/** What a choice offers, as a form's fields hold it. */
export function optionsOf({ values, names }: Pick<ChoiceSetting<string | number>, 'values' | 'names'>): FieldOption[] {
  return values.map((value) => ({ value: String(value), name: nameOf(names[value], value) }));
}

const nameOf = (name: Message | undefined, value: string | number) => (name ? t(name) : String(value));

/** The numbers that have names, and the number that the form holds where it is none of them. */
function withTyped(names: NonNullable<NumberSetting['names']>, value: string): FieldOption[] {
  const options = Object.entries(names).map(([number, name]) => ({ value: number, name: t(name) }));
  return value in names ? options : [...options, { value, name: value }];
}

const placeholderOf = ({ placeholder }: Pick<SettingFieldProps, 'placeholder'>) =>
  placeholder === undefined ? {} : { placeholder };
