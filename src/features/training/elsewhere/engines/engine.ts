/** An engine that a run can go on with, as the bundle's writer sees it. */
import { sourceOf } from '../../../../contract/message.ts';
import type { RunBundle } from '../../../../contract/runs/runBundle.ts';
import { INVERSION_SETTINGS } from '../../../../contract/settings/inversionSettings.ts';
import { LORA_SETTINGS } from '../../../../contract/settings/loraSettings.ts';
import type { Settings } from '../../../../contract/settings/setting.ts';
import type { Fate, Fates } from '../fates.ts';
import { type InversionRun, isInversion, isLora, type LoraRun } from '../run.ts';

/** A text file of the bundle. */
export interface TextFile {
  path: string;
  text: string;
  /** A script, to be run. */
  executable?: true;
}

/** What an engine does with runs of one method. */
export interface EngineMethod<S extends Settings, R> {
  fates: Fates<S, R>;
  /** Why it can't take this run, beside its settings. */
  refusals: (run: R) => string[];
  /** What is different with it whatever the settings are, a sentence each. */
  differences: (run: R) => string[];
  /** Its files, in its own folder. */
  files: (run: R) => TextFile[];
}

export interface Engine {
  name: string;
  folder: string;
  lora: EngineMethod<typeof LORA_SETTINGS, LoraRun>;
  /** Or why it learns no words. */
  inversion: EngineMethod<typeof INVERSION_SETTINGS, InversionRun> | string;
}

/** A setting with what becomes of it. */
export interface SettingFate {
  name: string;
  label: string;
  fate: Fate;
}

/** What an engine makes of a run. */
export interface EnginePlan {
  engine: Engine;
  fates: SettingFate[];
  /** Why it can't take the run; empty where it can. */
  refusals: string[];
  differences: string[];
  files: TextFile[];
}

/** What an engine makes of a run: its files, or why there are none. */
export function planFor(engine: Engine, run: RunBundle): EnginePlan {
  if (isLora(run)) return planOf(engine, LORA_SETTINGS, engine.lora, run);
  if (!isInversion(run)) throw new TypeError('a run of no known method');
  const { inversion } = engine;
  if (typeof inversion === 'string')
    return { engine, fates: [], refusals: [inversion], differences: [], files: whyNot(engine, [inversion]) };
  return planOf(engine, INVERSION_SETTINGS, inversion, run);
}

function planOf<S extends Settings, R extends RunBundle>(
  engine: Engine,
  settings: S,
  method: EngineMethod<S, R>,
  run: R,
): EnginePlan {
  const fates = Object.entries(settings).map(([name, { label }]) => ({
    name,
    // What is written beside the run stays in English, whose names the engines' papers use.
    label: sourceOf(label),
    fate: method.fates[name as keyof S](run),
  }));
  const refusals = [
    ...method.refusals(run),
    ...fates.flatMap(({ label, fate }) => (fate.kind === 'refused' ? [`${label}: ${fate.why}`] : [])),
  ];
  const files = refusals.length > 0 ? whyNot(engine, refusals) : method.files(run);
  return { engine, fates, refusals, differences: method.differences(run), files };
}

function whyNot({ name, folder }: Engine, refusals: readonly string[]): TextFile[] {
  const text = `# Why this run is not written for ${name}

It would learn something else than what was asked for, under the same names:

${refusals.map((refusal) => `- ${refusal}`).join('\n')}

Change that in Weft and write the bundle again, or go on with another engine.
`;
  return [{ path: `${folder}/WHY_NOT.md`, text }];
}
