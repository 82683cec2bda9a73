/** Ready-made settings of a run to begin with, and in what the form differs from them. */
import { SelectField } from '../../../kit/fields/SelectField.tsx';
import type { Draft } from '../../../kit/form/draft.ts';
import { PRESET_HELP } from '../trainingHelp.ts';
import { presetHint, type SettingLabels } from './presetHint.ts';
import { nearestPreset, presetFields, type TrainPresets } from './trainPresets.ts';

const OWN = 'own';

interface PresetFieldProps<T extends object> {
  /** Those of the form's method. */
  method: TrainPresets<T>;
  draft: Draft<T>;
  /** Those of the method. */
  settings: SettingLabels<T>;
  onEdit: (change: Partial<Draft<T>>) => void;
}

export function PresetField<T extends object>({ method, draft, settings, onEdit }: PresetFieldProps<T>) {
  const { preset, differences } = nearestPreset(method, draft);
  const isOwn = differences.length > 0;
  const choose = (id: string) => {
    const chosen = method.presets.find((candidate) => candidate.id === id);
    if (chosen) onEdit(presetFields(method, chosen));
  };
  return (
    <SelectField
      label="Preset"
      about={PRESET_HELP}
      value={isOwn ? OWN : preset.id}
      onChange={choose}
      options={[
        ...method.presets.map(({ id, name }) => ({ value: id, name })),
        ...(isOwn ? [{ value: OWN, name: 'Your own' }] : []),
      ]}
      hint={presetHint(method, draft, settings)}
    />
  );
}
