/** Other trainers' files of settings: what of them comes into the training form, and what is named as not taken. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { readSettingsFile, type SettingsReading } from '../../../src/features/training/files/readSettingsFile.ts';

const named = (name: string) => new File([readFileSync(`tests/fixtures/settings/${name}`)], name);
const written = (name: string, text: string) => readSettingsFile(new File([text], name));
const why = ({ notTaken }: SettingsReading, setting: string) =>
  notTaken.filter(({ name }) => name === setting).map((one) => [one.value, one.why]);

describe('kohya’s TOML', () => {
  it('fills the form as far as it fits, class images halving the steps', async () => {
    const { program, method, fields } = await readSettingsFile(named('kohya.toml'));
    expect([program, method]).toEqual(['kohya', 'lora']);
    expect(fields).toEqual({
      adapterName: 'kente',
      instancePrompt: 'sks kente cloth',
      classPrompt: 'cloth',
      steps: '800',
      rank: '8',
      loraAlpha: '1',
      learningRate: '0.00005',
      batchSize: '2',
      seed: '7',
      warmupSteps: '100',
      minSnrGamma: '5',
      priorFrom: 'class-images',
      priorWeight: '0.8',
      maxGradientNorm: '1',
      weightDecay: '0.1',
      beta1: '0.9',
      beta2: '0.99',
      mirror: 'true',
      resolution: '512',
      targets: 'attention\nfeed-forward\nprojections',
    });
  });

  it('names each setting that it did not take, with its value and why', async () => {
    const reading = await readSettingsFile(named('kohya.toml'));
    expect(why(reading, 'weaving_pattern')).toEqual([['twill', 'Weft has no such setting.']]);
    expect(why(reading, 'train_batch_size')).toEqual([['99', 'Batch size must be 16 or less.']]);
    expect(why(reading, 'lr_scheduler')[0]?.[1]).toContain('cosine');
    expect(why(reading, 'max_train_steps')).toEqual([
      ['1600', 'Taken as 800: a step here is an image and a class image.'],
    ]);
    expect(why(reading, 'text_encoder_lr')).toEqual([['0.00001', 'All layers learn at one rate.']]);
    expect(why(reading, 'optimizer_args: d_coef')).toEqual([['2', 'Weft has no such setting.']]);
    expect(why(reading, 'subsets.num_repeats')).toEqual([['10', 'Every image counts alike.']]);
    expect(why(reading, 'optimizer_type')).toEqual([]);
  });

  it('takes the text encoder along unless it is told not to, as its script does', async () => {
    const { fields } = await written(
      'a.toml',
      'network_module = "networks.lora"\nnetwork_dim = 4\nnetwork_alpha = 2\n',
    );
    expect(fields).toEqual({
      rank: '4',
      loraAlpha: '2',
      targets: 'attention\nfeed-forward\nprojections\ntext-encoder',
    });
  });

  it('is a word’s where it names one', async () => {
    const { method, fields } = await written(
      'word.toml',
      'token_string = "<kente>"\ninit_word = "cloth"\nnum_vectors_per_token = 4\nnetwork_dim = 4\n',
    );
    expect([method, fields]).toEqual([
      'textual-inversion',
      { placeholder: '<kente>', initializer: 'cloth', vectors: '4' },
    ]);
  });
});

describe('ai-toolkit’s YAML', () => {
  it('fills the form as far as it fits, class images halving the steps', async () => {
    const reading = await readSettingsFile(named('aiToolkit.yaml'));
    expect(reading).toMatchObject({ program: 'ai-toolkit', method: 'lora' });
    expect(reading.fields).toEqual({
      adapterName: 'kente_v1',
      instancePrompt: 'sks cloth',
      samplePrompt: 'a dress of sks cloth',
      rank: '16',
      loraAlpha: '8',
      checkpointEvery: '250',
      captionDropout: '0.05',
      resolution: '512',
      batchSize: '1',
      steps: '1000',
      accumulation: '4',
      learningRate: '0.0001',
      emaDecay: '0.99',
      sampleEvery: '100',
      priorFrom: 'class-images',
      targets: 'attention\nfeed-forward\nprojections\ntext-encoder',
    });
    expect(why(reading, 'train.steps')[0]?.[0]).toBe('2000');
    expect(why(reading, 'sample.prompts')).toEqual([['1 more', 'All sample pictures show one prompt.']]);
    expect(why(reading, 'model')).toEqual([['…', 'The model is chosen in the library.']]);
  });

  it('takes its differential output preservation where it is switched on, and at the steps that the file has', async () => {
    const train = (on: boolean) =>
      written(
        'a.yaml',
        `config:\n  name: a\n  process:\n    - type: sd_trainer\n      train:\n        steps: 600\n        diff_output_preservation: ${on}\n        diff_output_preservation_class: cloth\n        diff_output_preservation_multiplier: 0.5\n`,
      );
    const on = await train(true);
    expect(on.fields).toEqual({
      adapterName: 'a',
      steps: '600',
      priorFrom: 'own-prediction',
      classPrompt: 'cloth',
      priorWeight: '0.5',
    });
    expect(on.notTaken).toEqual([]);
    expect((await train(false)).fields).toEqual({ adapterName: 'a', steps: '600' });
  });
});

describe('OneTrainer’s JSON', () => {
  it('fills the form as far as it fits', async () => {
    const reading = await readSettingsFile(named('oneTrainer.json'));
    expect(reading.fields).toEqual({
      learningRate: '0.0003',
      warmupSteps: '200',
      batchSize: '4',
      emaDecay: '0.999',
      resolution: '512',
      rank: '16',
      loraAlpha: '1',
      minSnrGamma: '5',
      maxGradientNorm: '1',
      beta1: '0.9',
      beta2: '0.98',
      epsilon: '1e-8',
      weightDecay: '0.02',
      checkpointEvery: '50',
      targets: 'attention\nfeed-forward\nprojections',
    });
    expect(why(reading, 'sample_after')).toEqual([['10 MINUTE', 'It is told in steps here.']]);
    expect(why(reading, 'epochs')).toHaveLength(1);
    expect(why(reading, 'custom_learning_rate_scheduler')).toEqual([]);
  });

  it('takes the weight of a concept of prior prediction', async () => {
    const concept = (type: string, enabled: boolean) =>
      written(
        'a.json',
        JSON.stringify({
          training_method: 'LORA',
          lora_rank: 4,
          text_encoder: { train: false },
          concepts: [{ type: 'STANDARD' }, { type, enabled, loss_weight: 0.4 }],
        }),
      );
    const { fields, notTaken } = await concept('PRIOR_PREDICTION', true);
    expect(fields).toMatchObject({ priorFrom: 'own-prediction', priorWeight: '0.4' });
    expect(notTaken.map(({ name, value }) => [name, value])).toEqual([['concepts', '2 of them']]);
    expect((await concept('PRIOR_PREDICTION', false)).fields).not.toHaveProperty('priorFrom');
    expect((await concept('VALIDATION', true)).fields).not.toHaveProperty('priorFrom');
  });

  it('of an earlier version and of a word is read likewise', async () => {
    const reading = await readSettingsFile(named('oneTrainerWord.json'));
    expect(reading.method).toBe('textual-inversion');
    expect(reading.fields).toEqual({ learningRate: '0.005', resolution: '512', vectors: '4', initializer: 'fabric' });
    expect(why(reading, 'lora_rank')).toEqual([['16', 'This method has no such setting.']]);
  });
});

describe('a hostile file', () => {
  const deep = (open: string, close: string, times = 3000) => open.repeat(times) + close.repeat(times);
  it.each([
    ['notes.txt', 'rank = 4', 'is no file of settings'],
    ['long.toml', `rank = "${'x'.repeat(40_000)}"`, 'KB; settings in TOML'],
    ['long.json', `{"x": "${'x'.repeat(300_000)}"}`, 'KB; settings in JSON'],
    ['deep.toml', `network_dim = ${deep('[', ']')}`, 'is no readable TOML'],
    ['deep.yaml', `config: ${deep('[', ']')}`, 'is no readable YAML'],
    ['deep.json', deep('[', ']'), 'is no readable JSON'],
    ['40.json', deep('[', ']', 40), 'holds more than the settings'],
    [
      'wide.json',
      JSON.stringify({ training_method: 'LORA', list: Array(6000).fill(0) }),
      'holds more than the settings',
    ],
    [
      'laughs.yaml',
      `a: &a [${'x, '.repeat(60)}x]\nb: &b [${'*a, '.repeat(40)}*a]\nc: [${'*b, '.repeat(40)}*b]\n`,
      'is no readable YAML',
    ],
    ['proto.toml', '[__proto__]\nnetwork_dim = 4\n', 'is no readable TOML'],
    ['other.toml', 'title = "a site"\n', 'holds no settings of a run'],
    ['other.yaml', 'version: 3\nservices: {}\n', 'holds no settings of a run'],
    ['package.json', '{"name": "weft"}', 'holds no settings of a run'],
    ['empty.toml', '', 'holds no settings of a run'],
    ['nothing.toml', 'network_dim = 4000\n', 'has no setting that could be taken'],
  ])('%s is refused by an error that says so', async (name, text, message) => {
    await expect(written(name, text)).rejects.toMatchObject({
      info: { code: 'bad-setting', message: expect.stringContaining(message), advice: expect.stringMatching(/\.$/) },
    });
  });

  it('with odd values and names is read as far as it is sound, and named within bounds', async () => {
    const { fields, notTaken } = await written(
      'odd.json',
      `{"training_method": "LORA", "lora_rank": 4, "lora_alpha": NaN, "batch_size": [1], "optimizer": {"beta1": {"x": 1}},
        "__proto__": {"lora_rank": 9}, "constructor": 1, "resolution": 1e999, "${'n'.repeat(500)}": "${'v'.repeat(500)}"}`,
    );
    expect(fields).toEqual({ rank: '4', targets: 'attention\nfeed-forward\nprojections\ntext-encoder' });
    expect(notTaken.map(({ name }) => name.slice(0, 20))).toEqual([
      'lora_alpha',
      'batch_size',
      'optimizer.beta1',
      '__proto__',
      'constructor',
      'resolution',
      'n'.repeat(20),
    ]);
    for (const { name, value } of notTaken) expect(name.length + value.length).toBeLessThan(130);
  });
});
