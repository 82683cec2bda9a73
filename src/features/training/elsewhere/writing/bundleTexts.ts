/** All texts of a bundle, made from its run.json alone. */
import { studioError } from '../../../../contract/errors.ts';
import type { RunBundle } from '../../../../contract/runs/runBundle.ts';
import { AI_TOOLKIT } from '../engines/aiToolkit.ts';
import { classImageScript } from '../engines/classImages.ts';
import { DIFFUSERS } from '../engines/diffusers.ts';
import { type Engine, type EnginePlan, planFor, type TextFile } from '../engines/engine.ts';
import { KOHYA } from '../engines/kohya.ts';
import { fetchScript } from '../engines/modelForScripts.ts';
import { WEFT_RUNNER } from '../engines/weftRunner.ts';
import { notCarriedText } from '../notCarried.ts';
import { placeFiles } from '../places/places.ts';
import { oneLine } from '../run.ts';
import type { BundleSources } from './sources.ts';

/** The engines that a bundle is written for, ours first. */
export const ENGINES: readonly Engine[] = [WEFT_RUNNER, KOHYA, DIFFUSERS, AI_TOOLKIT];

/** @param runner the runner's own files, by their paths below its folder; a studio that is built without them writes nothing for it */
export function bundleTexts(
  run: RunBundle,
  runner: Readonly<Record<string, string>>,
): { plans: EnginePlan[]; texts: TextFile[] } {
  const withRunner = Object.keys(runner).length > 0;
  const engines = ENGINES.filter((engine) => withRunner || engine !== WEFT_RUNNER);
  const plans = engines.map((engine) => planFor(engine, run));
  const texts: TextFile[] = [
    ...plans.flatMap(({ files }) => files),
    ...Object.entries(runner).map(([path, text]) => ({ path: `weft-runner/${path}`, text })),
    ...(withRunner ? placeFiles(run) : []),
    ...classImageScript(run),
    ...fetchScript(run),
    { path: 'prompts.txt', text: run.samples.prompts.map((prompt) => `${oneLine(prompt)}\n`).join('') },
    { path: 'NOT_CARRIED.md', text: notCarriedText(run, plans) },
    // Last: a bundle without it is not whole.
    { path: 'run.json', text: `${JSON.stringify(run, null, 2)}\n` },
  ];
  return { plans, texts };
}

/**
 * Texts go into scripts and files, which have no NUL, and into UTF-8, which has no half of a pair.
 * @throws StudioError `bad-setting`
 */
export function requireWritable({ settings, pictures }: Pick<BundleSources, 'settings' | 'pictures'>): void {
  const texts = Object.values(settings).flat();
  const captions = pictures.map(({ caption }) => caption);
  const bad = [...texts, ...captions].some(
    (text) => typeof text === 'string' && (text.includes('\0') || /\p{Cs}/u.test(text)),
  );
  if (!bad) return;
  throw studioError(
    'bad-setting',
    'A prompt, a name or a caption has a character that files can’t hold.',
    'Type the text anew instead of pasting it, and write the bundle again.',
  );
}
