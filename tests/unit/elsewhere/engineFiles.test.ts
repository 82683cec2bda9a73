/** What is written for other engines, read back as they read it: by parsers of TOML and YAML, by bash, by lists of their names. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse as parseToml } from 'smol-toml';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parse as parseYaml } from 'yaml';
import * as z from 'zod';
import { RunBundle, XL_FAMILY } from '../../../src/contract/runs/runBundle.ts';
import { AI_TOOLKIT } from '../../../src/features/training/elsewhere/engines/aiToolkit.ts';
import { DIFFUSERS } from '../../../src/features/training/elsewhere/engines/diffusers.ts';
import { planFor } from '../../../src/features/training/elsewhere/engines/engine.ts';
import { KOHYA } from '../../../src/features/training/elsewhere/engines/kohya.ts';
import { bundleTexts, requireWritable } from '../../../src/features/training/elsewhere/writing/bundleTexts.ts';
import { EXAMPLE, FOREIGN, fileOf, inversionRun, loraRun, RUNNER, withoutCaptions } from './runs.ts';

const Flags = z.object({
  scripts: z.record(
    z.string(),
    z.record(
      z.string(),
      z.object({ type: z.enum(['str', 'int', 'float', 'bool', 'switch']), required: z.boolean().optional() }),
    ),
  ),
});
const KohyaNames = z.object({
  arguments: z.array(z.string()),
  dataset: z.array(z.string()),
  subset: z.array(z.string()),
});
const ToolkitKeys = z.record(z.string(), z.union([z.string(), z.array(z.string())]));

const factsOf = <T>(name: string, schema: z.ZodType<T>) =>
  schema.parse(JSON.parse(readFileSync(`tests/fixtures/run-bundle/engines/${name}.json`, 'utf8')));

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'weft-run-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** The arguments that bash gives to the last command of a script named `program`. */
function argumentsOf(script: string, program: string): string[] {
  const at = script.lastIndexOf(`${program} `);
  const end = script.indexOf('\ncp ', at);
  const command = script.slice(at + program.length, end);
  // Each as bash has it, ended by a NUL, which no argument can hold.
  const path = join(folder, 'command.sh');
  writeFileSync(path, `MODEL=the-model\nprintf '%s\\0' ${command.trimStart()}\n`);
  const out = execFileSync('bash', [path], { encoding: 'utf8', cwd: folder });
  return out.split('\0').slice(0, -1);
}

/** Held against the script's own list of flags. @returns the values by their flags */
function readFlags(script: string, name: string): Record<string, string> {
  const known = factsOf('diffusersFlags', Flags).scripts[name] ?? {};
  const values: Record<string, string> = {};
  for (const argument of argumentsOf(script, name)) {
    const [, flag = '', value] = /^(--[a-z0-9_]+)(?:=([\s\S]*))?$/.exec(argument) ?? [];
    const type = known[flag]?.type;
    if (!type) throw new Error(`${name} has no ${argument}`);
    if (type === 'switch') expect(value).toBeUndefined();
    if (type === 'int') expect(value).toMatch(/^-?\d+$/);
    if (type === 'float') expect(Number(value)).not.toBeNaN();
    values[flag] = value ?? '';
  }
  for (const [flag, { required }] of Object.entries(known)) if (required) expect(values).toHaveProperty(flag);
  return values;
}

describe('diffusers', () => {
  it('is given the plain script where a run needs no more, by flags that it has', () => {
    const script = fileOf(DIFFUSERS, withoutCaptions(loraRun()), 'diffusers/run.sh');
    expect(readFlags(script, 'train_dreambooth_lora.py')).toMatchObject({
      '--pretrained_model_name_or_path': 'the-model',
      '--instance_data_dir': '../pictures/alone',
      '--instance_prompt': 'sks african fabric pattern',
      '--with_prior_preservation': '',
      '--max_train_steps': '800',
      '--rank': '4',
      '--lr_warmup_steps': '0',
      '--learning_rate': '0.0001',
    });
  });

  it.each([
    ['captions', loraRun()],
    ['min-SNR weighting', withoutCaptions(loraRun({ minSnrGamma: 5, targets: ['attention', 'text-encoder'] }))],
  ])('is given the advanced script for %s', (_, run) => {
    const script = fileOf(DIFFUSERS, run, 'diffusers/run.sh');
    const flags = readFlags(script, 'train_dreambooth_lora_sd15_advanced.py');
    expect(flags).toMatchObject({ '--dataset_name': '../pictures/listed', '--caption_column': 'text' });
    expect(flags).not.toHaveProperty('--instance_data_dir');
    const lines = fileOf(DIFFUSERS, run, 'diffusers/captions.jsonl').trim().split('\n');
    expect(lines.map((line) => JSON.parse(line).file_name)).toEqual(['0001.png', '0002.png']);
  });

  it('is given the script of textual inversion for a word', () => {
    const script = fileOf(DIFFUSERS, inversionRun({ vectors: 4 }), 'diffusers/run.sh');
    expect(readFlags(script, 'textual_inversion.py')).toMatchObject({
      '--placeholder_token': '<african-fabric>',
      '--num_vectors': '4',
      '--lr_warmup_steps': '0',
    });
  });

  it('never divides by a 0 of Weft’s, nor clips the gradient to nothing', () => {
    const run = withoutCaptions(loraRun({ checkpointEvery: 0, maxGradientNorm: 0, sampleEvery: 0 }));
    const flags = readFlags(fileOf(DIFFUSERS, run, 'diffusers/run.sh'), 'train_dreambooth_lora.py');
    expect(flags['--checkpointing_steps']).toBe('801');
    expect(Number(flags['--max_grad_norm'])).toBeGreaterThan(1e6);
    expect(flags).not.toHaveProperty('--validation_prompt');
  });

  it.each([
    ['an alpha that is not the rank', loraRun({ loraAlpha: 32 }), 'alpha is always the rank'],
    ['layers that it has no LoRA for', loraRun({ targets: ['attention', 'feed-forward'] }), 'no other layers'],
    ['some blocks alone', loraRun({ upBlocksOnly: true }), 'all blocks'],
    [
      'a model in one file',
      withModel({ layout: 'single-file', files: [{ path: 'm.safetensors', bytes: 1, digest: null }] }),
      'one file',
    ],
    ['a prediction that its person told', withModel({ prediction: 'v_prediction' }), 'predicts'],
  ])('is refused %s, and says why in place of its files', (_, run, why) => {
    const { files } = planFor(DIFFUSERS, run);
    expect(files.map(({ path }) => path)).toEqual(['diffusers/WHY_NOT.md']);
    expect(files[0]?.text).toContain(why);
  });
});

function withModel(change: Partial<RunBundle['model']>): RunBundle {
  const run = loraRun();
  return { ...run, model: { ...run.model, ...change } };
}

describe('kohya', () => {
  it('is given names that its scripts have', () => {
    const run = loraRun({
      minSnrGamma: 5,
      noiseOffset: 0.1,
      upBlocksOnly: true,
      targets: ['attention', 'convolutions', 'text-encoder'],
    });
    const names = factsOf('kohyaNames', KohyaNames);
    expect(names.arguments).toEqual(
      expect.arrayContaining(Object.keys(parseToml(fileOf(KOHYA, run, 'kohya/train.toml')))),
    );
    const { datasets } = z
      .object({ datasets: z.array(z.looseObject({ subsets: z.array(z.record(z.string(), z.unknown())) })) })
      .parse(parseToml(fileOf(KOHYA, run, 'kohya/dataset.toml')));
    for (const dataset of datasets) {
      expect(names.dataset).toEqual(expect.arrayContaining(Object.keys(dataset)));
      for (const subset of dataset.subsets) expect(names.subset).toEqual(expect.arrayContaining(Object.keys(subset)));
    }
  });

  it('takes Weft’s step of a pair as a batch of two, with what that does to the gradient', () => {
    const run = loraRun({ batchSize: 2, classImages: 100, maxGradientNorm: 1, epsilon: 1e-8 });
    expect(parseToml(fileOf(KOHYA, run, 'kohya/train.toml'))).toMatchObject({
      max_train_steps: 800,
      max_grad_norm: 0.5,
      optimizer_args: ['betas=0.9,0.999', 'eps=5e-9', 'weight_decay=0.01'],
    });
    expect(parseToml(fileOf(KOHYA, run, 'kohya/dataset.toml'))).toMatchObject({
      // It takes no more class images than instance images with their repeats: 2 × 50 for 100.
      datasets: [{ batch_size: 4, subsets: [{ num_repeats: 50, caption_extension: '.txt' }, { is_reg: true }] }],
    });
    expect(parseToml(fileOf(KOHYA, loraRun({ classImages: 0 }), 'kohya/dataset.toml'))).toMatchObject({
      datasets: [{ batch_size: 1, subsets: [{ num_repeats: 1 }] }],
    });
  });

  it('is told of 25 blocks which of them learn', () => {
    const { network_args } = parseToml(fileOf(KOHYA, loraRun({ upBlocksOnly: true }), 'kohya/train.toml'));
    const [dims = ''] = network_args as string[];
    expect(dims.replace('block_dims=', '').split(',')).toEqual([...Array(13).fill('0'), ...Array(12).fill('4')]);
  });

  it('is refused a model whose sizes it takes for granted', () => {
    expect(planFor(KOHYA, withModel({ family: null, name: 'weft-starter' })).refusals).toHaveLength(1);
  });
});

describe('ai-toolkit', () => {
  const processOf = (run: RunBundle) => {
    const job = z
      .object({ config: z.object({ process: z.array(z.record(z.string(), z.unknown())) }) })
      .parse(parseYaml(fileOf(AI_TOOLKIT, run, 'ai-toolkit/job.yaml')));
    return job.config.process[0] ?? {};
  };

  it('is given keys that it reads', () => {
    const keys = factsOf('aiToolkitKeys', ToolkitKeys);
    const process = processOf(
      loraRun({
        emaDecay: 0.99,
        minSnrGamma: 5,
        noiseOffset: 0.1,
        warmupSteps: 10,
        targets: ['attention', 'convolutions'],
      }),
    );
    for (const part of ['save', 'network', 'train', 'model', 'sample'] as const) {
      expect(keys[part]).toEqual(expect.arrayContaining(Object.keys(process[part] as object)));
    }
    const own = processOf(loraRun({ priorFrom: 'own-prediction' }));
    expect(keys.train).toEqual(expect.arrayContaining(Object.keys(own.train as object)));
    for (const dataset of process.datasets as object[]) {
      expect(keys.dataset).toEqual(expect.arrayContaining(Object.keys(dataset)));
    }
  });

  it('takes twice the steps where class images take turns', () => {
    expect(processOf(loraRun())).toMatchObject({
      train: { steps: 1600, reg_weight: 1 },
      save: { save_every: 400 },
      network: { network_kwargs: { only_if_contains: ['attn1', 'attn2'] } },
    });
    expect(processOf(loraRun({ classImages: 0 }))).toMatchObject({ train: { steps: 800 }, save: { save_every: 200 } });
  });

  it('holds the class to the model’s own prediction by its differential output preservation', () => {
    const run = loraRun({ priorFrom: 'own-prediction', priorWeight: 0.5, instancePrompt: 'sks cloth' });
    const process = processOf(run);
    expect(process).toMatchObject({
      trigger_word: 'sks cloth',
      train: {
        steps: 800,
        diff_output_preservation: true,
        diff_output_preservation_class: run.settings.method === 'lora' ? run.settings.classPrompt : '',
        diff_output_preservation_multiplier: 0.5,
      },
    });
    expect(process.datasets).toHaveLength(1);
    expect(process.train).not.toHaveProperty('reg_weight');
  });

  it('is given a line that falls to 0, where its own would rise', () => {
    expect(processOf(loraRun({ schedule: 'linear' }))).toMatchObject({
      train: { lr_scheduler: 'linear', lr_scheduler_params: { start_factor: 1, end_factor: 0 } },
    });
  });

  it('is refused texts that it would replace', () => {
    for (const text of ['sks [trigger]', 'a [name]', `\${HOME}`]) {
      expect(planFor(AI_TOOLKIT, loraRun({ instancePrompt: text })).refusals).toHaveLength(1);
    }
  });
});

describe('Stable Diffusion XL', () => {
  it('is for our runner alone, and every other engine says what it has for it', () => {
    const xl = withModel({ family: XL_FAMILY, name: 'sdxl-base' });
    const { plans, texts } = bundleTexts({ ...xl, modules: null }, RUNNER);
    expect(plans.filter(({ refusals }) => refusals.length === 0).map(({ engine }) => engine.folder)).toEqual([
      'weft-runner',
    ]);
    const paths = texts.map(({ path }) => path);
    expect(paths).toEqual(
      expect.arrayContaining([
        'kohya/WHY_NOT.md',
        'diffusers/WHY_NOT.md',
        'ai-toolkit/WHY_NOT.md',
        'weft-runner/run.sh',
      ]),
    );
    // The runner fetches the model, and draws what is missing of the class, by itself.
    expect(paths).not.toContain('fetch-model.py');
    expect(paths).not.toContain('class-images.py');
    const notCarried = texts.find(({ path }) => path === 'NOT_CARRIED.md')?.text;
    expect(notCarried).toContain('learns on sdxl-base, which the studio can’t open');
    expect(notCarried).toContain('sdxl_train_network.py');
  });
});

describe('foreign text', () => {
  it.each(FOREIGN)('reaches every engine as it is: %j', (text) => {
    const run = loraRun({
      instancePrompt: text,
      classPrompt: text,
      adapterName: text,
      samplePrompt: text,
      minSnrGamma: 0,
    });
    const expected = text.trim();
    const plain = readFlags(fileOf(DIFFUSERS, withoutCaptions(run), 'diffusers/run.sh'), 'train_dreambooth_lora.py');
    expect(plain).toMatchObject({
      '--instance_prompt': expected,
      '--class_prompt': expected,
      '--validation_prompt': expected,
    });
    expect(parseToml(fileOf(KOHYA, run, 'kohya/dataset.toml'))).toMatchObject({
      datasets: [{ subsets: [{ class_tokens: expected }, { class_tokens: expected }] }],
    });
    const [sample] = JSON.parse(fileOf(KOHYA, run, 'kohya/sample-prompts.json'));
    expect(sample.prompt).toBe(expected);
    // It would put something else in the place of such.
    if (!text.includes('${')) {
      expect(parseYaml(fileOf(AI_TOOLKIT, run, 'ai-toolkit/job.yaml'))).toMatchObject({
        config: { process: [{ datasets: [{ default_caption: expected }, { default_caption: expected }] }] },
      });
    }
    // Whatever it is called, folders and jobs have plain names.
    const { texts } = bundleTexts(run, RUNNER);
    const sky = texts.find(({ path }) => path === 'places/skypilot.yaml');
    expect(parseYaml(sky?.text ?? '').name).toMatch(/^weft-[a-z0-9-]+$/);
  });

  it('stands on one line, as captions are read line by line and prompts mean the same', () => {
    const run = loraRun({ instancePrompt: 'sks\nfabric\r\n  pattern ' });
    const flags = readFlags(fileOf(DIFFUSERS, withoutCaptions(run), 'diffusers/run.sh'), 'train_dreambooth_lora.py');
    expect(flags['--instance_prompt']).toBe('sks fabric pattern');
  });

  it('is refused where no file can hold it', () => {
    const { settings } = loraRun({ instancePrompt: 'sks\0' });
    expect(() => requireWritable({ settings, pictures: [] })).toThrow('files can’t hold');
    const lone = { name: 'a', caption: '\ud800', bytes: new Blob() };
    expect(() => requireWritable({ settings: EXAMPLE.settings, pictures: [lone] })).toThrow('files can’t hold');
  });
});

describe('every script', () => {
  const runs = [
    loraRun(),
    withoutCaptions(loraRun()),
    inversionRun(),
    withModel({ source: { kind: 'folder', name: 'my $(model)' } }),
    EXAMPLE,
  ];
  it.each(runs)('is a script to bash, and every YAML and JSON parses', (run) => {
    const { texts } = bundleTexts(run, RUNNER);
    for (const { path, text } of texts) {
      if (path.endsWith('.sh')) {
        const script = join(folder, 'script.sh');
        writeFileSync(script, text);
        execFileSync('bash', ['-n', script]);
      }
      if (path.endsWith('.yaml')) expect(parseYaml(text)).toBeTypeOf('object');
      if (path.endsWith('.toml')) expect(parseToml(text)).toBeTypeOf('object');
    }
    const written = texts.find(({ path }) => path === 'run.json');
    expect(RunBundle.parse(JSON.parse(written?.text ?? ''))).toEqual(run);
  });
});
