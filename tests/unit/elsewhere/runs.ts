/** Runs that go on elsewhere, for tests: the example of the documentation, and changes of it. */
import { readFileSync } from 'node:fs';
import { RunBundle } from '../../../src/contract/runs/runBundle.ts';
import type { InversionSettings, LoraSettings, TrainSettings } from '../../../src/contract/training.ts';
import type { Engine } from '../../../src/features/training/elsewhere/engines/engine.ts';
import { planFor, type TextFile } from '../../../src/features/training/elsewhere/engines/engine.ts';
import { samplePrompts } from '../../../src/features/training/elsewhere/writing/writeBundle.ts';
import { INVERSION_DEFAULTS } from '../../../src/features/training/form/trainDefaults.ts';

export const EXAMPLE = RunBundle.parse(JSON.parse(readFileSync('tests/fixtures/run-bundle/run.json', 'utf8')));

const EXAMPLE_LORA = EXAMPLE.settings as LoraSettings;

/** The example without what some engine refuses: alpha as the rank. */
export function loraRun(change: Partial<LoraSettings> = {}): RunBundle {
  return withSettings({ ...EXAMPLE_LORA, loraAlpha: change.rank ?? EXAMPLE_LORA.rank, ...change });
}

export function inversionRun(change: Partial<InversionSettings> = {}): RunBundle {
  return { ...withSettings({ ...INVERSION_DEFAULTS, ...change }), modules: null, classImages: null };
}

/** Without captions: those that it has ask for the advanced script. */
export function withoutCaptions(run: RunBundle): RunBundle {
  return { ...run, pictures: run.pictures.map((picture) => ({ ...picture, caption: '' })) };
}

function withSettings(settings: TrainSettings): RunBundle {
  const samples = { ...EXAMPLE.samples, prompts: samplePrompts({ settings }) };
  return { ...EXAMPLE, settings, size: settings.resolution || EXAMPLE.model.nativeSize, samples };
}

/** Stands for the runner's own files. */
export const RUNNER = { 'pyproject.toml': '[project]\n' };

/** A file that an engine writes. */
export function fileOf(engine: Engine, run: RunBundle, path: string): string {
  const file = planFor(engine, run).files.find((written) => written.path === path);
  if (!file) throw new Error(`${engine.name} writes no ${path}`);
  return file.text;
}

export const textOf = (files: readonly TextFile[]) => files.map(({ path, text }) => `== ${path}\n${text}`).join('\n');

/** Texts that end quotes, begin commands, or are none of ASCII's. */
export const FOREIGN = [
  `it's "quoted"`,
  '$(touch /tmp/weft-was-here)',
  '`touch /tmp/weft-was-here`',
  'back\\slash\\',
  '-n --flag',
  'a: b # c',
  '\'\'\'triple\'\'\' """triple"""',
  'größe 布 🧵 ­soft',
  '!history & | ; < > * ? [x] {y} ~',
  `%s {{x}} \${HOME}`,
];
