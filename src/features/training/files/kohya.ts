/**
 * kohya's TOML (sd-scripts): `--config_file`, whose tables are read as if they were one, and `--dataset_config`. A step there
 * is a batch of images, of which class images are some; ours is as many of either, so that it takes half the steps.
 */

import { msg } from '../../../contract/message.ts';
import { t } from '../../../kit/language/t.ts';
import { numberOf, type Taking, tableOf, tablesOf, wordOf } from '../../../kit/settingsFiles/Taking.ts';
import { halveSteps } from './halveSteps.ts';
import { left, off, type Rule, type Rules, readBy, to, toNumber, toSide, toWord, understood, WHY } from './rules.ts';

const SCHEDULES = { constant: 'constant', constant_with_warmup: 'constant', linear: 'linear', cosine: 'cosine' };
const WARM_UP = msg('A warm-up is told in steps here.');

/** `weight_decay=0.01`, `betas=0.9,0.999`, `eps=1e-8`: what AdamW is given. */
const optimizerArguments: Rule = (taking, value, name) => {
  for (const argument of [value].flat().slice(0, 20)) {
    const [key = '', text = ''] = wordOf(argument).slice(0, 100).split('=');
    const within = `${name}: ${key}`;
    if (key === 'weight_decay') taking.take('weightDecay', numberOf(text), within);
    else if (key === 'eps') taking.take('epsilon', numberOf(text), within);
    else if (key === 'betas') {
      const [one, two] = text.replace(/[()[\]\s]/g, '').split(',');
      taking.take('beta1', numberOf(one), within);
      taking.take('beta2', numberOf(two), within);
    } else taking.leave(within, text, t(WHY.unknown));
  }
};

const adamW: Rule = (taking, value, name) => {
  if (!/^adamw(8bit)?$/i.test(wordOf(value))) taking.leave(name, value, t(WHY.optimizer));
};

const RULES: Rules = {
  output_name: to('adapterName'),
  max_train_steps: toNumber('steps'),
  learning_rate: toNumber('learningRate'),
  unet_lr: understood,
  train_batch_size: toNumber('batchSize'),
  gradient_accumulation_steps: toNumber('accumulation'),
  seed: toNumber('seed'),
  network_dim: toNumber('rank'),
  network_alpha: toNumber('loraAlpha'),
  lr_scheduler: toWord('schedule', SCHEDULES, WHY.schedule),
  lr_warmup_steps: (taking, value, name) => {
    const steps = numberOf(value);
    // Below 1 it is a share of the run.
    if (typeof steps === 'number' && steps > 0 && steps < 1) taking.leave(name, value, t(WARM_UP));
    else taking.take('warmupSteps', steps, name);
  },
  min_snr_gamma: toNumber('minSnrGamma'),
  noise_offset: toNumber('noiseOffset'),
  prior_loss_weight: toNumber('priorWeight'),
  max_grad_norm: toNumber('maxGradientNorm'),
  resolution: toSide('resolution'),
  flip_aug: to('mirror'),
  caption_dropout_rate: toNumber('captionDropout'),
  save_every_n_steps: toNumber('checkpointEvery'),
  sample_every_n_steps: toNumber('sampleEvery'),
  optimizer_type: adamW,
  optimizer_args: optimizerArguments,
  token_string: to('placeholder'),
  init_word: to('initializer'),
  num_vectors_per_token: toNumber('vectors'),
  network_module: (taking, value, name) => {
    if (value !== 'networks.lora') taking.leave(name, value, t('Weft trains LoRA of the plain kind.'));
  },
  network_train_unet_only: understood,
  sample_prompts: left(msg('It is the name of a file; the sample prompt is typed here.')),
  text_encoder_lr: left(WHY.oneRate),
  max_train_epochs: left(WHY.epochs),
  save_every_n_epochs: left(WHY.epochs),
  sample_every_n_epochs: left(WHY.epochs),
  pretrained_model_name_or_path: left(WHY.model),
  vae: left(WHY.model),
  v2: off(WHY.model),
  v_parameterization: off(msg('What a model predicts is set in its row in the library.')),
  train_data_dir: left(WHY.images),
  reg_data_dir: left(msg('Class images are drawn by Weft, or added as your own.')),
  dataset_config: left(msg('Open that file too: it is read likewise.')),
  caption_extension: left(WHY.images),
  mixed_precision: left(WHY.device),
  xformers: left(WHY.device),
  sdpa: left(WHY.device),
  cache_latents: left(WHY.device),
  cache_latents_to_disk: left(WHY.device),
  gradient_checkpointing: left(WHY.device),
  max_data_loader_n_workers: left(WHY.device),
  logging_dir: left(WHY.log),
  output_dir: left(msg('What is learnt is kept in the library.')),
  network_weights: left(msg('A run begins from the model.')),
};

/** The layers that kohya's LoRA stands on: all linear ones of the attention blocks, and the text encoder's unless it is told not to. */
function layers(settings: Readonly<Record<string, unknown>>, taking: Taking): void {
  const unetOnly = settings.network_train_unet_only === true;
  const targets = ['attention', 'feed-forward', 'projections', ...(unetOnly ? [] : ['text-encoder'])];
  taking.take('targets', targets, 'network_module');
  // What its script takes where nothing is said.
  if (settings.network_dim !== undefined && settings.network_alpha === undefined)
    taking.take('loraAlpha', 1, 'network_alpha');
}

/** `[[datasets]]` with `[[datasets.subsets]]`: the prompts, and whether there are class images. */
function readDatasets(content: Readonly<Record<string, unknown>>, taking: Taking): boolean {
  const datasets = tablesOf(content.datasets);
  const [first, ...others] = datasets;
  const own: Rules = {
    ...RULES,
    batch_size: toNumber('batchSize'),
    subsets: understood,
    enable_bucket: off(msg('Images are learnt from as squares.')),
  };
  readBy(own, tableOf(content.general), taking, 'general.');
  if (first) readBy(own, first, taking, 'datasets.');
  if (others.length > 0) taking.leave('datasets', others.length, t('A run has one dataset: the first was read.'));
  const subsets = datasets.flatMap(({ subsets }) => tablesOf(subsets));
  const [images] = subsets.filter(({ is_reg }) => is_reg !== true);
  const [classes] = subsets.filter(({ is_reg }) => is_reg === true);
  const subset = (prompt: string): Rules => ({
    ...own,
    class_tokens: to(prompt),
    is_reg: understood,
    image_dir: left(WHY.images),
    num_repeats: left(msg('Every image counts alike.')),
    keep_tokens: off(WHY.unknown),
    shuffle_caption: off(msg('Captions are read as they are written.')),
  });
  if (images) readBy(subset('instancePrompt'), images, taking, 'subsets.');
  if (classes) readBy(subset('classPrompt'), classes, taking, 'class subset.');
  return classes !== undefined;
}

/** Whether a text of TOML is kohya's, by names that no other trainer's files have. */
export function isKohya(content: Readonly<Record<string, unknown>>): boolean {
  const names = Object.keys(oneTable(content));
  return 'datasets' in content || names.some((name) => Object.hasOwn(RULES, name));
}

/** Its method: a word is learnt where one is named. */
export const kohyaMethod = (content: Readonly<Record<string, unknown>>) =>
  oneTable(content).token_string === undefined ? 'lora' : 'textual-inversion';

export function readKohya(content: Readonly<Record<string, unknown>>, taking: Taking): void {
  const { datasets: _, general: __, ...settings } = content;
  const all = oneTable(settings);
  readBy(RULES, all, taking);
  // The U-Net's own, which is what learns most, goes before that of all.
  if (all.unet_lr !== undefined) taking.take('learningRate', numberOf(all.unet_lr), 'unet_lr');
  if (all.network_module !== undefined && all.token_string === undefined) layers(all, taking);
  const hasClasses = readDatasets(content, taking);
  if (hasClasses || (typeof all.reg_data_dir === 'string' && all.reg_data_dir !== '')) {
    taking.take('priorFrom', 'class-images', hasClasses ? 'subsets.is_reg' : 'reg_data_dir');
    halveSteps(taking, 'max_train_steps');
  }
}

/** Tables are for the reader's eye alone: the script takes what is in them as if it stood outside. */
function oneTable(content: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  const isTable = (value: unknown) => typeof value === 'object' && value !== null && !Array.isArray(value);
  return Object.fromEntries(
    Object.entries(content).flatMap(([name, value]) =>
      isTable(value) ? Object.entries(value as object) : [[name, value] as const],
    ),
  );
}
