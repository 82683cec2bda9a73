/** Weft's own files of settings: written, read back, of another version, and of the other kind. */
import { describe, expect, it } from 'vitest';
import { SETTINGS_FILE_VERSION, settingsFileText } from '../../../src/contract/files/settingsFile.ts';
import { InversionSettings, LoraSettings } from '../../../src/contract/training.ts';
import { readDrawingFile } from '../../../src/features/create/files/readDrawingFile.ts';
import { CREATE_DEFAULTS } from '../../../src/features/drawing/settings/drawingDefaults.ts';
import { readSettingsFile } from '../../../src/features/training/files/readSettingsFile.ts';
import { INVERSION_DEFAULTS, LORA_DEFAULTS } from '../../../src/features/training/form/trainDefaults.ts';
import { draftOf, readDraft } from '../../../src/kit/form/draft.ts';
import { settingsFileName } from '../../../src/kit/settingsFiles/settingsText.ts';

const file = (content: unknown) =>
  new File([typeof content === 'string' ? content : JSON.stringify(content)], 'mine.json');
const training = (settings: object) => settingsFileText('training settings', { settings: { ...settings } });

describe('a run’s settings as a file', () => {
  it('come back whole, for both methods', async () => {
    const lora = {
      ...LORA_DEFAULTS,
      steps: 77,
      targets: ['attention' as const, 'text-encoder' as const],
      mirror: true,
    };
    const one = await readSettingsFile(file(training(lora)));
    expect([one.program, one.method, one.notTaken]).toEqual(['Weft', 'lora', []]);
    const { settings } = readDraft(LoraSettings, LORA_DEFAULTS, { ...draftOf(LORA_DEFAULTS), ...one.fields });
    expect(settings).toEqual(lora);

    const word = { ...INVERSION_DEFAULTS, templates: ['a {}', 'the {}'], vectors: 3 };
    const other = await readSettingsFile(file(training(word)));
    expect(other.method).toBe('textual-inversion');
    const read = readDraft(InversionSettings, INVERSION_DEFAULTS, { ...draftOf(INVERSION_DEFAULTS), ...other.fields });
    expect(read.settings).toEqual(word);
  });

  it('of other versions come as far as they are known here', async () => {
    const later = {
      weft: 'training settings',
      version: SETTINGS_FILE_VERSION + 1,
      settings: { method: 'lora', rank: 8, steadyEvery: 20, steps: 1e9, loom: 'jacquard' },
    };
    const { fields, notTaken } = await readSettingsFile(file(later));
    expect(fields).toEqual({ rank: '8', evalEvery: '20' });
    expect(notTaken).toEqual([
      { name: 'steps', value: '1000000000', why: 'Steps must be 5000 or less.' },
      { name: 'loom', value: 'jacquard', why: 'This version of Weft has no such setting.' },
    ]);
  });

  it.each([
    [{ weft: 'training settings', version: 1 }, 'is damaged'],
    [{ weft: 'a poem', version: 1, settings: {} }, 'is damaged'],
    [{ weft: 'drawing settings', version: 1, settings: {} }, 'holds the settings of a drawing'],
    [{ weft: 'training settings', version: 1, settings: {} }, 'has no setting that could be taken'],
    ['[1]', 'holds no settings of a run'],
    ['{', 'is no readable JSON'],
  ])('are refused where they are %j', async (content, message) => {
    await expect(readSettingsFile(file(content))).rejects.toMatchObject({
      info: { code: 'bad-setting', message: expect.stringContaining(message) },
    });
  });
});

describe('a drawing’s settings as a file', () => {
  it('come back whole, with the adapters', async () => {
    const adapters = [{ name: 'Indigo', weight: 0.5, step: 20, id: 'a1', fingerprint: 'f' }];
    const text = settingsFileText('drawing settings', { settings: { ...CREATE_DEFAULTS }, adapters });
    expect(await readDrawingFile(file(text))).toEqual({
      program: 'Weft',
      settings: CREATE_DEFAULTS,
      adapters,
      notTaken: [],
    });
  });

  it('leave out what the form can’t take, and say so', async () => {
    const read = await readDrawingFile(
      file({
        weft: 'drawing settings',
        version: 1,
        settings: { prompt: 'a kite', sampler: 'guess', eta: 1 },
        adapters: [{ name: 'Loud', weight: 9 }],
      }),
    );
    expect([read.settings, read.adapters]).toEqual([
      { prompt: 'a kite', guidanceUntil: 100, deepEvery: 1, seamless: 'none', promptSyntax: 'plain' },
      [],
    ]);
    expect(read.notTaken.map(({ name }) => name)).toEqual(['sampler', 'eta', 'Loud']);
  });

  it('are no run’s', async () => {
    await expect(readDrawingFile(file(training(LORA_DEFAULTS)))).rejects.toMatchObject({
      info: { message: expect.stringContaining('holds the settings of a run') },
    });
    await expect(readDrawingFile(file('{"training_method": "LORA"}'))).rejects.toMatchObject({
      info: { message: expect.stringContaining('holds no settings of a drawing') },
    });
  });

  it('are called by the words of what they are for', () => {
    expect(settingsFileName('A Kite, of sks/../cloth')).toBe('a-kite-of-sks-cloth-settings.json');
    expect(settingsFileName('  ')).toBe('weft-settings.json');
  });
});
