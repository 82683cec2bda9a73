/** Ready-made settings of a LoRA run: the starter's own, and the course's for Stable Diffusion 1.5. */
import type { LoraSettings } from '../../workers/protocol.ts';
import { type Draft, draftOf } from './draft.ts';
import { COURSE_DEFAULTS, TRAINING_DEFAULTS } from './starterDefaults.ts';

type Setting = keyof LoraSettings;

export interface LoraPreset {
  id: string;
  name: string;
  /** What it is for, as a sentence. */
  about: string;
  settings: LoraSettings;
}

const STARTER: LoraPreset = {
  id: 'starter',
  name: 'Starter',
  about: 'For the small model that comes with the studio: it bears long steps, and needs few of them.',
  settings: TRAINING_DEFAULTS,
};

const COURSE: LoraPreset = {
  id: 'course',
  name: 'Course (Stable Diffusion 1.5)',
  about: 'The course’s values, for Stable Diffusion 1.5: a large model bears short steps only, and takes many of them.',
  settings: COURSE_DEFAULTS,
};

export const LORA_PRESETS: readonly LoraPreset[] = [STARTER, COURSE];

/** What a person says of the fabric: no preset changes it. */
const OWN: readonly Setting[] = ['method', 'adapterName', 'instancePrompt', 'classPrompt', 'samplePrompt'];
const FILLED = (Object.keys(TRAINING_DEFAULTS) as Setting[]).filter((name) => !OWN.includes(name));

/** The fields that a preset fills. An alpha that is the rank is left empty, so that it follows the rank. */
export function presetFields({ settings }: LoraPreset): Partial<Draft<LoraSettings>> {
  const fields = draftOf(settings);
  if (settings.loraAlpha === settings.rank) fields.loraAlpha = '';
  return Object.fromEntries(FILLED.map((name) => [name, fields[name]]));
}

/** The preset that a form is nearest to, and the settings in which it differs. */
export function nearestPreset(draft: Draft<LoraSettings>): { preset: LoraPreset; differences: readonly Setting[] } {
  const [first, ...others] = LORA_PRESETS.map((preset) => ({ preset, differences: differencesFrom(preset, draft) }));
  return others.reduce(
    (best, other) => (other.differences.length < best.differences.length ? other : best),
    first as NonNullable<typeof first>,
  );
}

/** The settings in which a form differs from a preset, of those that presets fill. */
export function differencesFrom({ settings }: LoraPreset, draft: Draft<LoraSettings>): Setting[] {
  const wanted = draftOf(settings);
  const loraAlpha = draft.loraAlpha.trim() === '' ? draft.rank : draft.loraAlpha;
  const filled = { ...draft, loraAlpha };
  return FILLED.filter((name) => !sameText(filled[name], wanted[name]));
}

/** Whether two fields say the same: `1e-4` and `0.0001` are one number. */
function sameText(a: string, b: string): boolean {
  return a.trim() === b.trim() || (a.trim() !== '' && Number(a) === Number(b));
}
