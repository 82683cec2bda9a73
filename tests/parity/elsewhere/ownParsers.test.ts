/**
 * A bundle's files for other engines and for places, read by what is to read them: the scripts' own parsers, at the commits
 * that run.sh fetches, SkyPilot, Kubeflow's models, the hub's command line. `npm run reference -- --engines` fetches these and
 * runs this; where they are missing it is skipped, as `npm test` needs no network.
 */
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import * as z from 'zod';
import { findEngines } from '../../../scripts/reference/engines.mjs';
import type { RunBundle } from '../../../src/contract/runs/runBundle.ts';
import { bundleTexts } from '../../../src/features/training/elsewhere/writing/bundleTexts.ts';
import { FOREIGN, inversionRun, loraRun, withoutCaptions } from '../../unit/elsewhere/runs.ts';

const engines = findEngines();
const Values = z.record(z.string(), z.unknown());

let work = '';
beforeAll(() => {
  work = mkdtempSync(join(tmpdir(), 'weft-own-parsers-'));
});
afterAll(() => rmSync(work, { recursive: true, force: true }));

/** The runner's own files, as they go along. */
function runnerSources(): Record<string, string> {
  const modules = readdirSync('runner/src', { recursive: true, encoding: 'utf8' }).filter((path) =>
    path.endsWith('.py'),
  );
  const paths = ['pyproject.toml', 'README.md', 'LICENSE', ...modules.map((path) => `src/${path}`)];
  return Object.fromEntries(paths.map((path) => [path, readFileSync(join('runner', path), 'utf8')]));
}

/** An unpacked bundle; its pictures are empty files, which nobody opens here. */
function unpacked(run: RunBundle): string {
  const folder = mkdtempSync(join(work, 'bundle-'));
  const write = (path: string, text: string) => {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  };
  for (const { path, text } of bundleTexts(run, runnerSources()).texts) write(path, text);
  for (const { file } of run.pictures) {
    write(file, '');
    write(file.replace('captioned', 'alone'), '');
  }
  // Each engine makes its own.
  for (const engine of ['kohya', 'diffusers', 'ai-toolkit']) write(`out/${engine}/.made`, '');
  return folder;
}

function read<T>(part: string, run: RunBundle, schema: z.ZodType<T>): T {
  if (!engines) throw new Error('there are no engines');
  const command = ['reference/elsewhere/read_files.py', part, unpacked(run), engines.folder];
  const out = execFileSync(engines.python, command, { encoding: 'utf8', env: { ...process.env, HF_HUB_OFFLINE: '1' } });
  return schema.parse(JSON.parse(out.trimEnd().split('\n').at(-1) ?? ''));
}

const Script = z.object({ script: z.string(), fetched: z.string(), arguments: Values });
const Kohya = z.object({
  arguments: Values,
  unknown: z.array(z.string()),
  misfits: z.array(z.string()),
  dataset: z.object({ datasets: z.array(z.looseObject({ subsets: z.array(Values) })) }),
});
const Part = z.looseObject({ unknown: z.array(z.string()) });
const Toolkit = z.object({
  name: z.string(),
  network: Part,
  train: Part,
  model: Part,
  save: Part,
  sample: Part.extend({ samples: z.array(Values) }),
  datasets: z.array(Part),
});

describe.skipIf(!engines)('diffusers', () => {
  it('reads the plain script’s flags', () => {
    const run = withoutCaptions(loraRun({ rank: 8, learningRate: 3e-4, accumulation: 2, warmupSteps: 10, seed: 7 }));
    const { script, fetched, arguments: told } = read('diffusers', run, Script);
    expect(script).toBe('train_dreambooth_lora.py');
    expect(fetched).toContain('/58eb52c0803ea9af3abec60841c2a093bdf1f951/');
    expect(told).toMatchObject({
      pretrained_model_name_or_path: 'the-model',
      instance_data_dir: '../pictures/alone',
      rank: 8,
      learning_rate: 3e-4,
      gradient_accumulation_steps: 2,
      lr_warmup_steps: 10,
      seed: 7,
      max_train_steps: 800,
      resolution: 512,
      with_prior_preservation: true,
      prior_loss_weight: 1,
      adam_epsilon: 1e-8,
    });
  });

  it('reads the advanced script’s', () => {
    const { script, arguments: told } = read('diffusers', loraRun({ minSnrGamma: 5 }), Script);
    expect(script).toBe('train_dreambooth_lora_sd15_advanced.py');
    expect(told).toMatchObject({ dataset_name: '../pictures/listed', caption_column: 'text', snr_gamma: 5, rank: 4 });
  });

  it('reads those of textual inversion', () => {
    const { script, arguments: told } = read('diffusers', inversionRun({ vectors: 4 }), Script);
    expect(script).toBe('textual_inversion.py');
    expect(told).toMatchObject({ placeholder_token: '<african-fabric>', num_vectors: 4, lr_warmup_steps: 0 });
  });
});

describe.skipIf(!engines)('kohya', () => {
  it('reads both files, and knows every name with its kind', () => {
    const run = loraRun({ minSnrGamma: 5, upBlocksOnly: true, targets: ['attention', 'convolutions', 'text-encoder'] });
    const { arguments: told, unknown, misfits, dataset } = read('kohya', run, Kohya);
    expect([unknown, misfits]).toEqual([[], []]);
    expect(told).toMatchObject({
      pretrained_model_name_or_path: 'the-model',
      dataset_config: 'dataset.toml',
      network_module: 'networks.lora',
      network_dim: 4,
      max_train_steps: 800,
      learning_rate: 1e-4,
      min_snr_gamma: 5,
      max_grad_norm: 0.5,
    });
    const [images] = dataset.datasets;
    expect(images).toMatchObject({ resolution: [512, 512], batch_size: 2 });
    expect(images?.subsets).toMatchObject([{ image_dir: '../pictures/captioned' }, { is_reg: true }]);
  });
});

describe.skipIf(!engines)('ai-toolkit', () => {
  it('reads the job, and asks for every key in it', () => {
    const run = loraRun({ emaDecay: 0.99, minSnrGamma: 5, warmupSteps: 10, targets: ['attention', 'convolutions'] });
    const { name, datasets, ...parts } = read('ai-toolkit', run, Toolkit);
    expect(name).toBe('my-fabric');
    for (const { unknown } of [...datasets, ...Object.values(parts)]) expect(unknown).toEqual([]);
    expect(parts).toMatchObject({
      network: { linear: 4, linear_alpha: 4, conv: 4 },
      train: { steps: 1600, lr: 1e-4, min_snr_gamma: 5, lr_scheduler_params: { num_warmup_steps: 20 } },
      save: { save_every: 400 },
      sample: { width: 512, samples: [{ seed: 42 }, { seed: 1 }] },
    });
    expect(datasets).toMatchObject([{ default_caption: 'sks african fabric pattern' }, { is_reg: true }]);
  });
});

describe.skipIf(!engines)('foreign text', () => {
  it.each(FOREIGN)('reaches every engine as it is: %j', (text) => {
    const run = loraRun({ instancePrompt: text, classPrompt: text, samplePrompt: text, minSnrGamma: 0 });
    const expected = text.trim();
    expect(read('diffusers', withoutCaptions(run), Script).arguments).toMatchObject({
      instance_prompt: expected,
      class_prompt: expected,
      validation_prompt: expected,
    });
    const [images] = read('kohya', run, Kohya).dataset.datasets;
    expect(images?.subsets.map(({ class_tokens }) => class_tokens)).toEqual([expected, expected]);
    // It would put something else in the place of such, and is refused it.
    if (text.includes('${')) return;
    const { datasets, sample } = read('ai-toolkit', run, Toolkit);
    expect(datasets.map(({ default_caption }) => default_caption)).toEqual([expected, expected]);
    expect(sample.samples[0]?.prompt).toBe(expected);
  });
});

describe.skipIf(!engines)('places', () => {
  const IMAGE = 'pytorch/pytorch:2.9.1-cuda12.8-cudnn9-runtime';
  /** What a machine elsewhere does, in its order, once the bundle is there. */
  const onceThere = ['pip install ./weft-runner', 'weft-runner train .'];
  const Calls = z.array(z.array(z.string())).transform((calls) => calls.map((call) => call.join(' ')));

  it('SkyPilot has the task', () => {
    expect(read('skypilot', loraRun(), Values)).toEqual({
      name: 'weft-my-fabric',
      resources: { accelerators: { L4: 1 }, use_spot: false },
      workdir: '.',
      setup: `${onceThere[0]}\n`,
      run: `${onceThere[1]}\n`,
    });
  });

  it('Kubeflow’s models know all of the job, and its command does what it should', () => {
    const job = read('kubeflow', loraRun(), z.object({ whole: z.boolean(), image: z.string(), inside: Calls }));
    expect([job.whole, job.image]).toEqual([true, IMAGE]);
    expect(job.inside).toEqual(inside('OWNER'));
  });

  it('the hub’s command line has every command, and the job does what it should', () => {
    const Command = z.object({ command: z.string(), told: Values });
    const script = read('hugging-face-jobs', loraRun(), z.object({ commands: z.array(Command), inside: Calls }));
    expect(script.commands.map(({ command }) => command)).toEqual(['repos create', 'upload', 'jobs run', 'download']);
    expect(script.commands[2]?.told).toMatchObject({ image: IMAGE, timeout: '2h', secrets: ['HF_TOKEN'] });
    expect(script.inside).toEqual(inside('weaver'));
  });

  it('the Dockerfile’s steps end with a runner that can be called', () => {
    const Built = z.object({
      image: z.string(),
      steps: z.array(z.string()),
      usage: z.string(),
      installed: z.boolean(),
    });
    const built = read('dockerfile', loraRun(), Built);
    expect([built.image, built.installed]).toEqual([IMAGE, true]);
    expect(built.steps).toEqual(['FROM', 'WORKDIR', 'COPY', 'RUN', 'COPY', 'ENTRYPOINT']);
    expect(built.usage).toMatch(/^usage: weft-runner train/);
  });

  const inside = (owner: string) => [
    'pip install huggingface_hub',
    `hf download ${owner}/weft-my-fabric --repo-type dataset --local-dir run`,
    ...onceThere,
    `hf upload ${owner}/weft-my-fabric out out --repo-type dataset`,
  ];
});
