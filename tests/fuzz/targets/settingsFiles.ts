/** Files of settings, Weft's own and other trainers'. */
import { CreateSettings } from '../../../src/contract/drawing.ts';
import { settingsFileText } from '../../../src/contract/files/settingsFile.ts';
import { readDrawingFile } from '../../../src/features/create/files/readDrawingFile.ts';
import { readPictureTexts } from '../../../src/features/create/files/readPictureFile.ts';
import { CREATE_DEFAULTS } from '../../../src/features/drawing/settings/drawingDefaults.ts';
import { pngText } from '../../../src/features/drawing/settings/settingsText.ts';
import { readSettingsFile } from '../../../src/features/training/files/readSettingsFile.ts';
import { INVERSION_DEFAULTS, LORA_DEFAULTS } from '../../../src/features/training/form/trainDefaults.ts';
import { holds, jsonTarget, type Target, textTarget } from '../target.ts';
import { fileOf, fixtureText } from './fixtures.ts';

/** What every reading that is accepted has to be. */
async function read(name: string, text: string): Promise<void> {
  const { fields, notTaken } = await readSettingsFile(fileOf(name, text));
  holds(
    Object.values(fields).every((field) => typeof field === 'string' && field.length < 250_000),
    'a field is no text',
  );
  holds(notTaken.length <= 200, 'it names more than anybody reads');
  holds(
    notTaken.every((one) => one.name.length + one.value.length < 200),
    'a name or value is not bounded',
  );
}

const settings = (defaults: object) =>
  JSON.parse(settingsFileText('training settings', { settings: { ...defaults } })) as unknown;

/** A picture's texts, of which any reading has what the form allows alone. */
function readTexts(texts: Record<string, string>): void {
  const reading = readPictureTexts(texts);
  if (!reading) return;
  holds(CreateSettings.partial().safeParse(reading.settings).success, 'a setting is beyond its bounds');
  holds(reading.notTaken.length <= 200, 'it names more than anybody reads');
}

export const settingsFileTargets: readonly Target[] = [
  textTarget({
    name: 'picture-parameters',
    seeds: () => [
      pngText(CREATE_DEFAULTS, { model: 'm', adapters: [{ name: 'a, b', weight: 1 }] }).parameters ?? '',
      'a <lora:b:0.5>\nNegative prompt: c\nSteps: 20, Sampler: Euler a, CFG scale: 7, Seed: 1, Size: 512x512, Note: "x, y"',
    ],
    words: ['<lora:', '>', '\nNegative prompt: ', ', ', ': ', '"', '\\', '\n', 'Steps: ', 'Size: 1x', 'NaN', '1e999'],
    run: (parameters) => readTexts({ parameters }),
  }),
  jsonTarget({
    name: 'picture-graph',
    seeds: () => [
      {
        '1': {
          class_type: 'KSampler',
          inputs: { seed: 1, steps: 9, cfg: 2, sampler_name: 'euler', positive: ['2', 0], model: ['3', 0] },
        },
        '2': { class_type: 'CLIPTextEncode', inputs: { text: 'a' } },
        '3': { class_type: 'LoraLoader', inputs: { lora_name: 'b.safetensors', strength_model: 1, model: ['3', 0] } },
      },
    ],
    words: ['class_type', 'inputs', 'KSampler', 'prompt', 'seed'],
    run: (text) => {
      readTexts({ prompt: text });
      readTexts({ weft: text });
    },
  }),
  textTarget({
    name: 'settings-toml',
    seeds: () => [fixtureText('settings/kohya.toml'), 'token_string = "<x>"\nnum_vectors_per_token = 2\n'],
    words: [
      '[',
      ']]',
      '[[datasets]]\n',
      '"""',
      "'''",
      '=',
      '\n',
      '{',
      '1e999',
      '0x',
      '1979-05-27',
      'a.b.c = 1\n',
      '__proto__',
    ],
    run: (text) => read('loom.toml', text),
  }),
  textTarget({
    name: 'settings-yaml',
    seeds: () => [fixtureText('settings/aiToolkit.yaml')],
    words: ['- ', ': ', '&a ', '*a', '<<: *a', '? ', '|\n ', '{', '[', '---\n', '"', '\t', '!!binary ', 'process:\n'],
    run: (text) => read('loom.yaml', text),
  }),
  jsonTarget({
    name: 'settings-json',
    seeds: () => [
      JSON.parse(fixtureText('settings/oneTrainer.json')) as unknown,
      JSON.parse(fixtureText('settings/oneTrainerWord.json')) as unknown,
      settings(LORA_DEFAULTS),
      settings(INVERSION_DEFAULTS),
      JSON.parse(settingsFileText('training settings', { preset: 'Soft', settings: { method: 'lora', steps: 300 } })),
    ],
    words: [
      'weft',
      'preset',
      'training_method',
      'LORA',
      'EMBEDDING',
      'settings',
      'optimizer',
      'method',
      'config',
      'process',
    ],
    run: (text) => read('loom.json', text),
  }),
  jsonTarget({
    name: 'drawing-settings-json',
    seeds: () => [
      JSON.parse(
        settingsFileText('drawing settings', {
          settings: { ...CREATE_DEFAULTS },
          adapters: [{ name: 'Indigo', weight: 1, step: 2, id: 'a', fingerprint: 'f' }],
        }),
      ) as unknown,
    ],
    words: ['weft', 'drawing settings', 'adapters', 'weight'],
    run: async (text) => {
      const { settings, adapters } = await readDrawingFile(fileOf('loom.json', text));
      holds(Object.keys(settings).length > 0, 'it has no setting');
      holds(
        (adapters ?? []).every(({ weight }) => Math.abs(weight) <= 2),
        'an adapter weighs too much',
      );
    },
  }),
];
