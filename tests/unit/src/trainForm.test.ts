/** Train's form: each method has fields of its own, and the two words of textual inversion have to do. */
import { beforeEach, describe, expect, it } from 'vitest';
import { freeToken } from '../../../src/features/library/freeToken.ts';
import { INVERSION_DEFAULTS, LORA_DEFAULTS } from '../../../src/features/training/form/trainDefaults.ts';
import {
  chooseMethod,
  editInversion,
  editLora,
  fillTrainForm,
  readInversion,
  readLora,
  useTrainForm,
} from '../../../src/features/training/form/trainForm.ts';
import { wordErrors } from '../../../src/features/training/form/wordErrors.ts';

const initial = useTrainForm.getInitialState();
beforeEach(() => useTrainForm.setState(initial, true));

describe('the form', () => {
  it('keeps what was typed for one method while the other is looked at', () => {
    editLora({ rank: '8' });
    chooseMethod('textual-inversion');
    editInversion({ vectors: '3' });
    chooseMethod('lora');
    const { method, lora, inversion } = useTrainForm.getState();
    expect([method, lora.rank, inversion.vectors]).toEqual(['lora', '8', '3']);
  });

  it('starts with settings that can be trained', () => {
    const { lora, inversion } = useTrainForm.getState();
    expect(readLora(lora)).toEqual({ settings: LORA_DEFAULTS, errors: {} });
    expect(readInversion(inversion, {})).toEqual({ settings: INVERSION_DEFAULTS, errors: {} });
    expect(INVERSION_DEFAULTS.templates).toHaveLength(15);
  });

  it('shows the settings of a run that goes on, under its method', () => {
    const settings = { ...INVERSION_DEFAULTS, placeholder: '<kente>', mirror: false, templates: ['a {}', 'the {}'] };
    fillTrainForm(settings);
    const { method, inversion } = useTrainForm.getState();
    expect(method).toBe('textual-inversion');
    expect(inversion).toMatchObject({ placeholder: '<kente>', mirror: 'false', templates: 'a {}\nthe {}' });
    expect(readInversion(inversion, {}).settings).toEqual(settings);
  });

  it.each([
    ['placeholder', 'my fabric', 'must be one word, without a gap'],
    ['placeholder', ' ', 'must not be empty'],
    ['initializer', '', 'must not be empty'],
    ['vectors', '17', 'must be 16 or less'],
    ['templates', '\n', 'must not be empty'],
    ['templates', 'a {}\na photo', 'must each have {} where the word goes'],
  ] as const)('refuses %s “%s”', (field, value, message) => {
    const draft = { ...useTrainForm.getState().inversion, [field]: value };
    expect(readInversion(draft, {})).toEqual({ settings: null, errors: { [field]: message } });
  });

  it('refuses to stop early where nothing is measured on held-out images', () => {
    const message = 'must be 0 while no images are held out, or no steady loss is measured';
    const { lora } = useTrainForm.getState();
    for (const change of [{}, { holdOut: '5', evalEvery: '0' }]) {
      expect(readLora({ ...lora, patience: '2', ...change })).toEqual({
        settings: null,
        errors: { patience: message },
      });
    }
    expect(readLora({ ...lora, patience: '2', holdOut: '5' }).settings).toMatchObject({ patience: 2, holdOut: 5 });
  });

  it('takes no settings while a word won’t do', () => {
    const words = { initializer: 'must be one word' };
    expect(readInversion(useTrainForm.getState().inversion, words)).toEqual({ settings: null, errors: words });
  });
});

describe('the next placeholder', () => {
  it.each([
    ['<kente>', [], '<kente>'],
    ['<kente>', ['<Kente>'], '<kente-2>'],
    ['<kente-2>', ['<kente>', '<kente-2>'], '<kente-3>'],
    ['kente', ['kente', 'kente-2'], 'kente-3'],
  ])('after %s, where there is %j, is %s', (wanted, taken, next) => expect(freeToken(wanted, taken)).toBe(next));
});

describe('the two words', () => {
  const known = { placeholderTokens: 4, initializerTokens: 1, learnt: ['<kente>'] };

  it('are taken where one is new and the other known, and until the model has said', () => {
    expect(wordErrors('<african-fabric>', known)).toEqual({});
    expect(wordErrors('fabric', { placeholderTokens: null, initializerTokens: null, learnt: [] })).toEqual({});
  });

  it('are refused where the new one is known to the model, or to the library whatever its capitals', () => {
    expect(wordErrors('fabric', { ...known, placeholderTokens: 1 }).placeholder).toContain('the model knows this one');
    expect(wordErrors('<Kente>', known).placeholder).toContain('in your library');
  });

  it('are refused where the known one is no single token', () => {
    expect(wordErrors('<my>', { ...known, initializerTokens: 5 }).initializer).toContain('this is 5 tokens');
    expect(wordErrors('<my>', { ...known, initializerTokens: 0 }).initializer).toContain('must be one word');
  });
});
