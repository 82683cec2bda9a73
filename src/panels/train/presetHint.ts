/** What a form's settings are, told by the preset that they are nearest to. */
import type { LoraSettings } from '../../../workers/protocol.ts';
import { withinSentence } from '../../components/About.tsx';
import { type Draft, draftOf } from '../../stores/draft.ts';
import { differencesFrom, LORA_PRESETS, nearestPreset } from '../../stores/loraPresets.ts';
import { LORA_LABELS } from './settingLabels.ts';

export function presetHint(draft: Draft<LoraSettings>): string {
  const { preset, differences } = nearestPreset(draft);
  if (differences.length > 0) return `As “${preset.name}”, but for ${listOf(differences.map(labelOf))}.`;
  const [starter] = LORA_PRESETS;
  if (!starter || preset === starter) return preset.about;
  const values = draftOf(preset.settings);
  const changed = differencesFrom(starter, values).map((name) => `${labelOf(name)} ${values[name]}`);
  return `${preset.about} It differs from the starter’s in ${listOf(changed)}.`;
}

function labelOf(name: keyof LoraSettings): string {
  return name === 'method' ? name : withinSentence(LORA_LABELS[name]);
}

function listOf(parts: readonly string[]): string {
  return parts.length < 2 ? parts.join('') : `${parts.slice(0, -1).join(', ')} and ${parts.at(-1)}`;
}
