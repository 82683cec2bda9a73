/**
 * A picture's settings as AUTOMATIC1111's web UI writes them, and many programs after it: the prompt's lines, those after
 * `Negative prompt:`, and a last line of `Name: value` pairs.
 */
import { sourceOf } from '../../../contract/message.ts';
import { SAMPLER } from '../../../contract/settings/pictureSettings.ts';
import { t } from '../../../kit/language/t.ts';
import { numberOf, type Taking } from '../../../kit/settingsFiles/Taking.ts';
import { takeLoraCommands } from '../../drawing/settings/loraCommands.ts';
import type { NamedAdapter } from '../../drawing/settings/settingsText.ts';

const NEGATIVE = 'Negative prompt: ';
/** `Name: value` up to the next comma; a value with commas is a JSON string. */
const PAIR = /([A-Za-z0-9][\w \-/+]{0,40}):\s*("(?:\\.|[^"\\])*"|[^,]*)(?:,|$)/g;
/** The last line is one of pairs where it has as many; else it is the prompt's. */
const FEWEST_PAIRS = 3;
/** Names whose values say nothing of how a picture looks. */
const NOTHING_TO_TAKE = new Set([
  'Model',
  'Model hash',
  'Version',
  'VAE',
  'VAE hash',
  'Lora hashes',
  'TI hashes',
  'RNG',
]);

/** Takes what the text says; what the form has no place for is left, and named. @returns the adapters it names */
export function takeParameters(text: string, taking: Taking): NamedAdapter[] {
  const lines = text.replace(/\r\n?/g, '\n').trim().split('\n');
  const pairs = pairsOf(lines.at(-1) ?? '');
  if (pairs.size > 0) lines.pop();
  const negativeAt = lines.findIndex((line) => line.startsWith(NEGATIVE));
  const [prompt, negative] =
    negativeAt < 0
      ? [lines, []]
      : [
          lines.slice(0, negativeAt),
          [(lines[negativeAt] ?? '').slice(NEGATIVE.length), ...lines.slice(negativeAt + 1)],
        ];
  const { prompt: words, adapters } = takeLoraCommands(prompt.join('\n'));
  taking.take('prompt', words.trim(), 'Prompt');
  taking.take('negativePrompt', negative.join('\n').trim(), 'Negative prompt');
  // Where nothing else is said, weights and breaks mean what they mean to the program whose wording this is.
  taking.take('promptSyntax', pairs.get('Prompts are read') === 'plainly' ? 'plain' : 'auto', 'Prompts are read');
  for (const [name, value] of pairs) takePair(name, value, pairs, taking);
  return adapters;
}

function pairsOf(line: string): Map<string, string> {
  const pairs = new Map<string, string>();
  for (const [, name = '', value = ''] of line.matchAll(PAIR)) pairs.set(name.trim(), unquoted(value.trim()));
  return pairs.size >= FEWEST_PAIRS ? pairs : new Map();
}

function unquoted(value: string): string {
  if (!value.startsWith('"')) return value;
  try {
    return String(JSON.parse(value));
  } catch {
    return value;
  }
}

function takePair(name: string, value: string, pairs: ReadonlyMap<string, string>, taking: Taking): void {
  switch (name) {
    case 'Steps':
      taking.take('samplingSteps', numberOf(value), name);
      return;
    case 'CFG scale':
      taking.take('guidanceScale', numberOf(value), name);
      return;
    case 'Seed':
      taking.take('seed', numberOf(value), name);
      return;
    case 'Guidance until':
      taking.take('guidanceUntil', numberOf(value), name);
      return;
    case 'Deep layers every':
      taking.take('deepEvery', numberOf(value), name);
      return;
    case 'Tiling':
      taking.take('seamless', seamlessOf(value), name);
      return;
    case 'Denoising strength':
      taking.leave(name, value, drawnOverText());
      return;
    case 'Prompts are read':
    case 'Drawn over':
    case 'Drawn over in':
      return;
    case 'Size':
      takeSize(value, taking);
      return;
    case 'Sampler':
      takeSampler(`${value} ${scheduleOf(pairs)}`.trim(), value, taking);
      return;
    case 'Schedule type':
      return;
    default:
      if (!NOTHING_TO_TAKE.has(name)) taking.leave(name, value, t('Weft has no such setting.'));
  }
}

/** What it was drawn over is in no picture's texts. */
export const drawnOverText = (): string =>
  t(
    'It was drawn over another picture, which the file doesn’t hold: choose that below “Start from a picture”, or it is drawn from noise alone.',
  );

/** AUTOMATIC1111's web UI knows all edges alone. */
function seamlessOf(value: string): string {
  if (value === 'True') return 'both';
  return value === 'False' ? 'none' : value;
}

/** Newer versions tell the schedule apart from the sampler; `Automatic` is the sampler's own. */
function scheduleOf(pairs: ReadonlyMap<string, string>): string {
  const schedule = pairs.get('Schedule type') ?? '';
  return schedule === 'Karras' ? schedule : '';
}

/** @param called as people call it, e.g. `DPM++ 2M Karras` @param value as it stands in the file */
export function takeSampler(called: string, value: string, taking: Taking): void {
  const sampler = SAMPLER.values.find((one) => sourceOf(SAMPLER.names[one]).toLowerCase() === called.toLowerCase());
  if (sampler) taking.take('sampler', sampler, 'Sampler');
  else taking.leave('Sampler', value, t('Weft has no such sampler.'));
}

/** @param value e.g. `512x512` */
export function takeSize(value: string, taking: Taking): void {
  const [width, height] = value.split('x').map(Number);
  if (width === height) taking.take('size', width, 'Size');
  else taking.leave('Size', value, t('Pictures are square here.'));
}
