/** Ready-made settings of a LoRA run to begin with, and in what the form differs from them. */
import type { LoraSettings } from '../../../workers/protocol.ts';
import { SelectField } from '../../components/SelectField.tsx';
import type { Draft } from '../../stores/draft.ts';
import { LORA_PRESETS, nearestPreset, presetFields } from '../../stores/loraPresets.ts';
import { editLora } from '../../stores/trainForm.ts';
import { PRESET_WORDS } from '../../words/trainingWords.ts';
import { presetHint } from './presetHint.ts';

const OWN = 'own';

export function PresetField({ draft }: { draft: Draft<LoraSettings> }) {
  const { preset, differences } = nearestPreset(draft);
  const isOwn = differences.length > 0;
  const choose = (id: string) => {
    const chosen = LORA_PRESETS.find((candidate) => candidate.id === id);
    if (chosen) editLora(presetFields(chosen));
  };
  return (
    <SelectField
      label="Preset"
      about={PRESET_WORDS}
      value={isOwn ? OWN : preset.id}
      onChange={choose}
      options={[
        ...LORA_PRESETS.map(({ id, name }) => ({ value: id, name })),
        ...(isOwn ? [{ value: OWN, name: 'Your own' }] : []),
      ]}
      hint={presetHint(draft)}
    />
  );
}
