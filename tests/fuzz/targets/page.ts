/** What reaches the page by its address, by typing, and by messages: addresses, forms, prompts, settings of jobs. */

import { ROUTES, readDevice, readPanel } from '../../../src/app/address.ts';
import { LoraModule } from '../../../src/contract/adapters.ts';
import { CreateSettings, MorphSettings } from '../../../src/contract/drawing.ts';
import { FilmRequest } from '../../../src/contract/filmWorker.ts';
import { TrainSettings } from '../../../src/contract/training.ts';
import { COMPARE_DEFAULTS, readCompare } from '../../../src/features/compare/compareForm.ts';
import { AXIS_SETTINGS, axisText, readAxis } from '../../../src/features/compare/grid/compareAxes.ts';
import { rareWord, withWord, wordsOf } from '../../../src/features/drawing/settings/promptWords.ts';
import { fileName, quoted } from '../../../src/features/drawing/settings/settingsText.ts';
import { nameSubject, weavePrompt } from '../../../src/features/drawing/settings/weavePrompt.ts';
import { MORPH_DEFAULTS } from '../../../src/features/morph/morphDefaults.ts';
import { MORPH_FORM, readMorph, withCount } from '../../../src/features/morph/morphForm.ts';
import { INVERSION_DEFAULTS, LORA_DEFAULTS } from '../../../src/features/training/form/trainDefaults.ts';
import { draftOf, readDraft } from '../../../src/kit/form/draft.ts';
import { asJson } from '../../../src/kit/records/asJson.ts';
import { hearTabs, takeMessage } from '../../../src/kit/records/recordChannel.ts';
import { frameDelays } from '../../../workers/film/gif/frameDelays.ts';
import { parseSettings } from '../../../workers/studio/explainErrors.ts';
import { storedFrom } from '../mutators/storable.ts';
import { holds, jsonTarget, type Target, textTarget } from '../target.ts';

const PROMPTS = [
  'a (beautiful:1.2) sks cloth, [a:b:0.5] BREAK <lora:indigo:0.8>',
  'a photo of <african-fabric>, ((detailed)) [old] {x|y}',
  'a dress of african fabric, AND a {} cat \\(x\\)',
];
const SYNTAX = [
  '(',
  ')',
  '[',
  ']',
  ':1.2',
  ':',
  'BREAK',
  'AND',
  '<lora:',
  '>',
  '<',
  '{}',
  '|',
  '\\',
  ',',
  ' , ',
  'sks',
  '\n',
  '#',
  '$&',
  '1e9',
];

/** Names of files and PNG texts of a prompt. */
function named(prompt: string): void {
  const name = fileName(prompt, 42, 'png');
  holds(name.length < 90 && !/[/\\:*?"<>|\s]/.test(name), `a file would be called ${name}`);
  quoted(prompt);
}

export const pageTargets: readonly Target[] = [
  textTarget({
    name: 'address',
    seeds: () => [
      '#/create?adapter=a1&step=120&prompt=a%20cloth',
      '#/compare?checkpoints=r1',
      '?device=wasm',
      '#/train',
      '',
    ],
    words: ['?', '&', '=', '%', '%E0', '#/', '/', 'step=', 'adapter=constructor', 'device=__proto__', '+', '..'],
    run: (text) => {
      const { route, step } = readPanel(text);
      holds(ROUTES.includes(route), `it leads to ${route}`);
      holds(step === null || step >= 0, `it asks for step ${step}`);
      readDevice(text);
    },
  }),
  textTarget({
    name: 'prompt-words',
    seeds: () => PROMPTS,
    words: SYNTAX,
    run: (text) => {
      const prompt = text.slice(0, 2000);
      wordsOf(prompt);
      rareWord(prompt, 'a cloth', 'sks');
      for (const word of wordsOf(prompt).slice(0, 20)) withWord(prompt, word, prompt);
      named(prompt);
    },
  }),
  textTarget({
    name: 'prompt-parts',
    seeds: () => PROMPTS,
    words: SYNTAX,
    run: (text) => {
      const prompt = text.slice(0, 2000);
      const woven = weavePrompt(prompt, [prompt, 'x {}', '']);
      holds(!woven.includes('{}'), 'a mark is left');
      nameSubject(prompt, prompt);
    },
  }),
  textTarget({
    name: 'axis-values',
    seeds: () => ['1, 42, 100', 'oil | oil painting\nnone |', '0.5; 1', 'euler\nlcm', '128\n192'],
    words: [',', ';', '\n', '|', ' | ', '1e3', '-1', 'NaN', 'Infinity', '0x10', '__proto__', 'constructor'],
    run: (text) => {
      for (const setting of AXIS_SETTINGS) {
        const { axis } = readAxis(setting, text, []);
        if (!axis) continue;
        const again = readAxis(setting, axisText(axis, []), []);
        holds(
          again.axis !== null || axis.setting === 'subject' || axis.setting === 'adapter',
          'what was read can’t be typed',
        );
        const form = { ...COMPARE_DEFAULTS, columns: { setting, texts: { [setting]: text } } };
        readCompare(form, 512, []);
      }
    },
  }),
  jsonTarget({
    name: 'typed-settings',
    seeds: () => [draftOf(LORA_DEFAULTS), draftOf(INVERSION_DEFAULTS), draftOf(MORPH_DEFAULTS)],
    run: (text) => {
      const typed = storedFrom(text);
      if (typeof typed !== 'object' || typed === null) return;
      const texts = Object.fromEntries(
        Object.entries(typed).map(([key, value]) => [key, typeof value === 'object' ? 'x' : String(value)]),
      );
      for (const example of [LORA_DEFAULTS, INVERSION_DEFAULTS]) {
        const { settings } = readDraft(TrainSettings, example, { ...draftOf(example), ...texts } as never);
        if (settings) parseSettings(TrainSettings, settings);
      }
      readMorph(withCount({ ...MORPH_FORM, drawing: { ...MORPH_FORM.drawing, ...texts } }, texts.count ?? '3'), 512);
    },
  }),
  jsonTarget({
    name: 'messages',
    seeds: () => [
      LORA_DEFAULTS,
      INVERSION_DEFAULTS,
      MORPH_DEFAULTS,
      { name: 'x', inFeatures: 1, outFeatures: 1, kernel: 3 },
      {
        width: 64,
        height: 64,
        frames: 10,
        duration: 1,
        encoding: { format: 'gif', palette: 'frame', dither: false },
      },
    ],
    words: ['method', 'lora', 'textual-inversion', 'steadyEvery', 'keyframes', 'adapterWeights', 'format', 'gif'],
    run: (text) => {
      const message = storedFrom(text);
      for (const schema of [TrainSettings, CreateSettings, MorphSettings, LoraModule, FilmRequest]) {
        const parsed = refusing((): unknown => parseSettings<unknown>(schema, message));
        if (parsed !== undefined) holds(schema.safeParse(parsed).success, 'it is not accepted again');
      }
      const film = FilmRequest.safeParse(message).data;
      const delays = film && refusing(() => frameDelays(film.frames, film.duration));
      holds(!delays || delays.every((delay) => delay >= 2 && delay <= 0xffff), 'a frame stands too long or too short');
    },
  }),
  jsonTarget({
    name: 'tab-messages',
    seeds: () => [{ database: 'weft-adapters', ids: ['a1', 'a2'] }],
    words: ['database', 'ids', 'weft-adapters', '__proto__', 'constructor'],
    run: (text) => {
      let heard: readonly string[] = [];
      hearTabs('weft-adapters', (ids) => {
        heard = ids;
      });
      takeMessage(storedFrom(text));
      holds(
        heard.every((id) => typeof id === 'string'),
        'an id is no text',
      );
    },
  }),
  jsonTarget({
    name: 'taken-away',
    seeds: () => [{ a: { $Float32Array: [1, 2] }, b: [{ $ArrayBuffer: [1] }, null, 'x'] }],
    run: async (text) => {
      const stored = storedFrom(text);
      if (stored !== undefined) JSON.parse(await asJson(stored));
    },
  }),
];

/** What `parse` gives; undefined where it refuses by an error of the studio's. */
function refusing<T>(parse: () => T): T | undefined {
  try {
    return parse();
  } catch (error) {
    if (error instanceof Error && error.name === 'StudioError') return undefined;
    throw error;
  }
}
