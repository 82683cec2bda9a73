/** One axis of the grid: which setting it varies, and the values it takes. */
import { SAMPLER } from '../../contract/settings/pictureSettings.ts';
import { Button } from '../../kit/buttons/Button.tsx';
import { ChoicesField } from '../../kit/fields/ChoicesField.tsx';
import { SelectField } from '../../kit/fields/SelectField.tsx';
import { optionsOf } from '../../kit/fields/SettingField.tsx';
import { TextField } from '../../kit/fields/TextField.tsx';
import type { Explanation } from '../../kit/help/explanation.ts';
import { t } from '../../kit/language/t.ts';
import { NATIVE_SIZE } from '../drawing/fields/drawing.ts';
import { sizeOptions } from '../drawing/fields/sizeOptions.ts';
import type { AdapterChoice } from '../library/adapterChoice.ts';
import { useStepsOf } from '../library/checkpoints/checkpoints.ts';
import { type AxisForm, NO_AXIS, typedValues } from './compareForm.ts';
import { AXIS_HELP } from './compareHelp.ts';
import { AXES, AXIS_SETTINGS, axisHint, axisItems, nameableBy, WITHOUT_ADAPTER } from './grid/compareAxes.ts';
import { type GridItem, useGridItems } from './grid/compareLibrary.ts';
import { trainedOptions } from './grid/trainedAxis.ts';

interface AxisFieldsProps {
  /** `Columns` or `Rows`. */
  label: string;
  about: Explanation;
  valuesLabel: string;
  axis: AxisForm;
  onEdit: (axis: AxisForm) => void;
  /** Of the adapters that all pictures share, whose checkpoints can be compared. */
  adapters: readonly AdapterChoice[];
  /** What stands for no axis, where there may be none. */
  none?: string;
  settingError?: string | undefined;
  valuesError?: string | undefined;
}

const settingOptions = () => AXIS_SETTINGS.map((setting) => ({ value: setting, name: t(AXES[setting].name) }));

export function AxisFields({
  label,
  about,
  valuesLabel,
  axis,
  adapters,
  onEdit,
  none,
  settingError,
  valuesError,
}: AxisFieldsProps) {
  const options = [...(none ? [{ value: NO_AXIS, name: none }] : []), ...settingOptions()];
  const choose = (setting: string) => {
    const known = options.find(({ value }) => value === setting);
    if (known) onEdit({ ...axis, setting: known.value as AxisForm['setting'] });
  };
  return (
    <>
      <SelectField
        label={label}
        about={about}
        value={axis.setting}
        onChange={choose}
        options={options}
        error={settingError}
      />
      {axis.setting !== NO_AXIS && (
        <AxisValues
          key={axis.setting}
          label={valuesLabel}
          setting={axis.setting}
          adapters={adapters}
          text={typedValues(axis)}
          onEdit={(text) => onEdit({ ...axis, texts: { ...axis.texts, [axis.setting]: text } })}
          error={valuesError}
        />
      )}
    </>
  );
}

interface AxisValuesProps {
  label: string;
  setting: Exclude<AxisForm['setting'], typeof NO_AXIS>;
  adapters: readonly AdapterChoice[];
  /** As typed. */
  text: string;
  onEdit: (text: string) => void;
  error?: string | undefined;
}

function AxisValues({ label, setting, adapters, text, onEdit, error }: AxisValuesProps) {
  const { input, usual } = AXES[setting];
  const choices = useChoices(setting, adapters);
  if (setting === 'trained') {
    return (
      <SelectField
        label={label}
        about={AXIS_HELP[setting]}
        value={text}
        onChange={onEdit}
        options={[
          ...(choices.some(({ value }) => value === text) ? [] : [{ value: text, name: t('None') }]),
          ...choices,
        ]}
        error={error}
      />
    );
  }
  if (input === 'choices') {
    return (
      <ChoicesField
        label={label}
        about={AXIS_HELP[setting]}
        options={choices}
        chosen={axisItems(setting, text)}
        onChange={(chosen) => onEdit(chosen.join('\n'))}
        error={error}
      />
    );
  }
  return (
    <div>
      <TextField
        label={label}
        about={AXIS_HELP[setting]}
        value={text}
        onChange={onEdit}
        rows={input === 'parts' ? Math.min(10, Math.max(4, text.split('\n').length)) : 2}
        hint={axisHint(setting)}
        error={error}
      />
      {text !== usual && (
        <Button kind="quiet" onClick={() => onEdit(usual)}>
          {t('Put back the usual values')}
        </Button>
      )}
    </div>
  );
}

function useChoices(
  setting: AxisValuesProps['setting'],
  chosen: readonly AdapterChoice[],
): { value: string; name: string }[] {
  const library = useGridItems();
  const steps = useStepsOf(chosen);
  if (setting === 'sampler') return optionsOf(SAMPLER);
  if (setting === 'size') return sizeOptions(null).filter(({ value }) => value !== NATIVE_SIZE);
  if (setting === 'checkpoint') return steps.map((step) => ({ value: String(step), name: t('Step {step}', { step }) }));
  if (setting === 'trained') return trainedOptions(library);
  const nameable = nameableBy(setting, library) ?? [];
  if (setting === 'adapter') {
    return [
      ...nameable.map(({ id, name }) => ({ value: id, name })),
      { value: WITHOUT_ADAPTER, name: t('No adapter') },
    ];
  }
  const named = ({ id, name, token }: GridItem) => ({ value: id, name: token ? `${name}: ${token}` : name });
  return [{ value: WITHOUT_ADAPTER, name: t('Nothing learnt') }, ...nameable.map(named)];
}
