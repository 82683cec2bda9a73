/** Ready-made settings of a run to begin with, a person's own among them, and in what the form differs from them. */
import { SelectField } from '../../../kit/fields/SelectField.tsx';
import type { Draft } from '../../../kit/form/draft.ts';
import { t } from '../../../kit/language/t.ts';
import { savePreset, useOwnPresets } from '../../../session/presets/ownPresets.ts';
import { PresetActions } from '../../../session/presets/PresetActions.tsx';
import { sharePreset } from '../../../session/presets/presetFile.ts';
import { PRESET_HELP } from '../trainingHelp.ts';
import { presetHint, type SettingLabels } from './presetHint.ts';
import { isAtOwn, nearestPreset, ownFields, presetFields, type TrainPresets, toSave } from './trainPresets.ts';

/** Stands for what is no preset. */
const NONE = 'none';

interface PresetFieldProps<T extends object> {
  /** Those of the form's method. */
  method: TrainPresets<T>;
  draft: Draft<T>;
  /** Those of the method. */
  settings: SettingLabels<T>;
  onEdit: (change: Partial<Draft<T>>) => void;
  /** Whether no field has an error: only then is the form a preset. */
  whole: boolean;
}

export function PresetField<T extends object>({ method, draft, settings, onEdit, whole }: PresetFieldProps<T>) {
  const all = useOwnPresets((state) => state.presets);
  const own = all.filter((preset) => preset.method === method.of);
  const { preset, differences } = nearestPreset(method, draft);
  const isReady = differences.length === 0;
  const at = isReady ? null : (own.find((candidate) => isAtOwn(method, candidate, draft)) ?? null);
  const choose = (id: string) => {
    const ready = method.presets.find((candidate) => candidate.id === id);
    if (ready) onEdit(presetFields(method, ready));
    const mine = own.find((candidate) => candidate.id === id);
    if (mine) onEdit(ownFields(method, mine, draft));
  };
  return (
    <>
      <SelectField
        label={t('Preset')}
        about={PRESET_HELP}
        value={isReady ? preset.id : (at?.id ?? NONE)}
        onChange={choose}
        options={[
          ...method.presets.map(({ id, name }) => ({ value: id, name: t(name) })),
          ...own.map(({ id, name }) => ({ value: id, name })),
          ...(isReady || at ? [] : [{ value: NONE, name: t('Your own') }]),
        ]}
        hint={presetHint(method, draft, settings)}
      />
      <PresetActions
        preset={at}
        holds={t('It holds all settings of this method but the names and prompts, which are your fabric’s.')}
        onSave={isReady || at || !whole ? null : (name) => void savePreset(method.of, name, toSave(method, draft))}
        onShare={(mine) => sharePreset(mine, method.described)}
      />
    </>
  );
}
