/** How the studio reads prompts: by the form's setting and by what stands in them, adapters that they name included. */
import { loadCheckpoint, Model } from '@weft/engine';
import { expect, it } from 'vitest';
import { CreateSettings } from '../../../src/contract/drawing.ts';
import { namedAdapter } from '../../../src/features/advice/rules/prompts/namedAdapter.ts';
import { readPictureTexts } from '../../../src/features/create/files/readPictureFile.ts';
import { readingHint } from '../../../src/features/drawing/fields/readingHint.ts';
import { CREATE_DEFAULTS } from '../../../src/features/drawing/settings/drawingDefaults.ts';
import { takeLoraCommands } from '../../../src/features/drawing/settings/loraCommands.ts';
import { pngText, settingsLine } from '../../../src/features/drawing/settings/settingsText.ts';
import { promptAsRead, syntaxOf } from '../../../workers/studio/promptReading.ts';
import { laneSource } from '../../parity/laneSource.ts';
import { nodeLane } from '../../parity/nodeLane.ts';

const LONG = 'a cloth of red dots, '.repeat(40);

it('takes adapters’ names out of a prompt', () => {
  expect(takeLoraCommands('a <lora:indigo batik:0.8> dress<lora:b>, <lora:c:-1:0.5>')).toEqual({
    prompt: 'a dress,',
    adapters: [
      { name: 'indigo batik', weight: 0.8 },
      { name: 'b', weight: 1 },
      { name: 'c', weight: -1 },
    ],
  });
  const plain = 'a  <my-fabric> dress <lora:';
  expect(takeLoraCommands(plain)).toEqual({ prompt: plain, adapters: [] });
  expect(takeLoraCommands('<lora:a:1.2.3>').adapters).toEqual([{ name: 'a', weight: 1 }]);
});

it('says which adapters that a prompt names can’t be chosen', () => {
  expect(namedAdapter(['a <lora:batik:0.8> dress'], ['batik'])).toBeNull();
  expect(namedAdapter(['a dress', '<lora:kente:1>'], ['batik'])?.sentence).toContain('“kente”');
  expect(namedAdapter(['<lora:batik:7>'], ['batik'])?.todo).toContain('from −2 to 2');
});

it('reads as the form says, and where it leaves it open by what stands in the prompt', async () => {
  const model = new Model(nodeLane.runtime, await loadCheckpoint(laneSource(nodeLane, 'tests/fixtures/tiny', 'tiny')));
  const reads = (setting: CreateSettings['promptSyntax'], ...prompts: string[]) =>
    syntaxOf(model, [], setting, prompts);
  expect(reads('auto', 'a cloth', '')).toBe('plain');
  expect(reads('auto', 'a cloth', '(blurry)')).toBe('weighted');
  expect(reads('auto', LONG)).toBe('weighted');
  expect(reads('plain', 'a (cloth:1.2)', LONG)).toBe('plain');
  await model.release();
});

it('gives the engine a prompt without commands, and one of its alternatives', () => {
  expect(promptAsRead('a dress <lora:batik:0.8>', 'auto', 1)).toBe('a dress');
  expect(['red dress', 'blue dress']).toContain(promptAsRead('{red|blue} dress', 'auto', 5));
  expect(promptAsRead('{red|blue} <lora:batik:0.8>', 'plain', 1)).toBe('{red|blue} <lora:batik:0.8>');
});

it('tells of plain reading where it matters, and brings it back from a picture', () => {
  const drawn = { model: 'm', adapters: [] };
  const plain = { ...CREATE_DEFAULTS, prompt: 'a (red) cloth', promptSyntax: 'plain' } as const;
  expect(settingsLine(plain, drawn)).toContain('prompts read plainly');
  expect(settingsLine({ ...plain, promptSyntax: 'auto' }, drawn)).not.toContain('plainly');
  expect(settingsLine({ ...plain, prompt: 'a cloth' }, drawn)).not.toContain('plainly');
  for (const settings of [plain, { ...plain, promptSyntax: 'auto' as const }]) {
    const { parameters = '', weft = '' } = pngText(settings, drawn);
    for (const texts of [{ parameters }, { weft }] as Record<string, string>[]) {
      expect(readPictureTexts(texts)?.settings.promptSyntax).toBe(settings.promptSyntax);
    }
  }
  // A picture of an earlier version was read plainly.
  const { promptSyntax: _, ...earlier } = CREATE_DEFAULTS;
  expect(CreateSettings.parse(earlier).promptSyntax).toBe('plain');
});

it('says how a prompt is read while it is typed', () => {
  const check = { tokens: 9, maxTokens: 77, cutText: '' };
  expect(readingHint(null)).toBeUndefined();
  expect(readingHint({ ...check, chunks: null })).toBeUndefined();
  expect(readingHint({ ...check, chunks: 1 })).toBe('Read with weights.');
  expect(readingHint({ ...check, chunks: 3 })).toBe('Read in 3 chunks of up to 75 tokens.');
});
