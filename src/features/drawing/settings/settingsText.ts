/** A picture's settings in words: under the picture, and in its PNG. */
import type { CreateSettings } from '../../../contract/drawing.ts';
import { msg, sourceOf } from '../../../contract/message.ts';
import type { Prediction } from '../../../contract/models.ts';
import { SAMPLER } from '../../../contract/settings/pictureSettings.ts';
import { t } from '../../../kit/language/t.ts';
import { PREDICTIONS } from './predictions.ts';

/** Where a picture came from. */
export interface Provenance {
  model: string;
  /** What a person said that it predicts: the same files draw other pictures with it. */
  prediction?: Prediction | undefined;
  adapters: readonly NamedAdapter[];
  /** How far its colours were pulled onto its cloth's afterwards, in per cent; left out where they are as drawn. */
  pulled?: number | undefined;
  /** What it was drawn over; left out where it began with noise alone. */
  over?: DrawnOver | undefined;
}

/** A picture that another one was drawn over. */
export interface DrawnOver {
  /** SHA-256 of its file, in hexadecimal digits. */
  digest: string;
  /** Share of the steps that were taken. */
  strength: number;
  /** What of it was drawn anew; null for all of it. */
  mask: Blob | null;
}

/** An adapter as it was called when it was used. */
export interface NamedAdapter {
  name: string;
  weight: number;
  /** Its checkpoint at this step; left out for the adapter itself. */
  step?: number | undefined;
  /** Its id in the library, and the fingerprint of its numbers; what was made by an earlier version has neither. */
  id?: string | undefined;
  fingerprint?: string | undefined;
}

export function samplerName(sampler: CreateSettings['sampler']): string {
  return t(SAMPLER.names[sampler]);
}

/** The settings in words, one by one, e.g. `25 steps`, `guidance 7.5`, `seed 42`. */
export function settingsParts(
  settings: CreateSettings,
  { prediction, adapters, pulled, over }: Omit<Provenance, 'model'>,
): string[] {
  return [
    settings.samplingSteps === 1 ? t('1 step') : t('{samplingSteps} steps', { samplingSteps: settings.samplingSteps }),
    t('guidance {guidanceScale}', { guidanceScale: settings.guidanceScale }),
    t('seed {seed}', { seed: settings.seed }),
    t('{size} px', { size: settings.size }),
    samplerName(settings.sampler),
    ...(settings.seamless === 'none' ? [] : [t(SEAMLESS_TEXT[settings.seamless])]),
    ...savedParts(settings),
    ...(readPlainly(settings) ? [t('prompts read plainly')] : []),
    ...(prediction ? [t('predicts {prediction}', { prediction: t(PREDICTIONS[prediction]) })] : []),
    ...(adapters.length === 0
      ? [t('no adapter')]
      : adapters.map(
          ({ name, weight, step }) => `${name}${step === undefined ? '' : t(' at step {step}', { step })} × ${weight}`,
        )),
    ...(over ? [overText(over)] : []),
    ...(pulled === undefined ? [] : [t('colours pulled by {pulled} %', { pulled })]),
  ];
}

const SEAMLESS_TEXT = {
  both: msg('seamless tile'),
  'half-drop': msg('seamless half-drop'),
  brick: msg('seamless brick'),
  across: msg('seamless from left to right'),
  down: msg('seamless from top to bottom'),
} as const;

function overText({ strength, mask }: DrawnOver): string {
  return mask
    ? t('drawn over a part of a picture, strength {strength}', { strength })
    : t('drawn over a picture, strength {strength}', { strength });
}

/** Where work was saved. */
function savedParts({ guidanceScale, guidanceUntil, deepEvery }: CreateSettings): string[] {
  return [
    ...(guidanceUntil < 100 && guidanceScale > 1 ? [t('guidance until {guidanceUntil} %', { guidanceUntil })] : []),
    ...(deepEvery > 1 ? [t('deep layers every {deepEvery} steps', { deepEvery })] : []),
  ];
}

/** Whether prompts hold signs that would have meant something, had they not been read plainly. */
function readPlainly({ prompt, negativePrompt, promptSyntax }: CreateSettings): boolean {
  return promptSyntax === 'plain' && /[()[\]{}\\]|\bBREAK\b/.test(`${prompt} ${negativePrompt}`);
}

/** One line for people, e.g. `25 steps · guidance 7.5 · seed 42 · 128 px · DPM++ 2M · Indigo × 1`. */
export function settingsLine(settings: CreateSettings, provenance: Omit<Provenance, 'model'>): string {
  return settingsParts(settings, provenance).join(' · ');
}

/**
 * Text chunks of a PNG. `parameters` in the wording that AUTOMATIC1111's web UI writes and many viewers read; `weft`
 * with the same as JSON, for reading back without guessing.
 */
export function pngText(
  settings: CreateSettings,
  { model, prediction, adapters, pulled, over }: Provenance,
): Record<string, string> {
  const fields = [
    `Steps: ${settings.samplingSteps}`,
    `Sampler: ${sourceOf(SAMPLER.names[settings.sampler])}`,
    `CFG scale: ${settings.guidanceScale}`,
    `Seed: ${settings.seed}`,
    `Size: ${settings.size}x${settings.size}`,
    `Model: ${model}`,
    ...(prediction ? [`Prediction: ${prediction}`] : []),
    ...(settings.seamless === 'none' ? [] : [`Tiling: ${settings.seamless === 'both' ? 'True' : settings.seamless}`]),
    ...(settings.guidanceUntil < 100 ? [`Guidance until: ${settings.guidanceUntil}`] : []),
    ...(settings.deepEvery > 1 ? [`Deep layers every: ${settings.deepEvery}`] : []),
    ...(readPlainly(settings) ? ['Prompts are read: plainly'] : []),
    // As the web UI tells pictures drawn over others.
    ...(over ? [`Denoising strength: ${over.strength}`, `Drawn over: ${over.digest}`] : []),
    ...(over?.mask ? ['Drawn over in: a mask'] : []),
    ...(pulled === undefined ? [] : [`Colours pulled: ${pulled}`]),
  ];
  for (const [index, { name, weight, step }] of adapters.entries()) {
    const key = index === 0 ? 'Lora' : `Lora ${index + 1}`;
    fields.push(`${key}: ${quoted(name)}`, `${key} weight: ${weight}`);
    if (step !== undefined) fields.push(`${key} step: ${step}`);
  }
  const lines = [settings.prompt, `Negative prompt: ${settings.negativePrompt}`, fields.join(', ')];
  return {
    parameters: (settings.negativePrompt === '' ? lines.filter((_, index) => index !== 1) : lines).join('\n'),
    weft: JSON.stringify({
      ...settings,
      model,
      prediction,
      adapters,
      pulled,
      ...(over && { over: { digest: over.digest, strength: over.strength, mask: over.mask !== null } }),
    }),
  };
}

/** A value that holds the field separator is written as a JSON string, as the web UI does. */
export function quoted(value: string): string {
  return /[,:\n"]/.test(value) ? JSON.stringify(value) : value;
}

/** A file name that says what is in it. */
export const fileName = (prompt: string, seed: number, ending: string) => `${pictureName(prompt, seed)}.${ending}`;

/** The prompt's first words and the seed, as a file name without its ending. */
export function pictureName(prompt: string, seed: number): string {
  const words = prompt
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 60)
    .replace(/-+$/, '');
  return `${words || 'weft'}-${seed}`;
}
