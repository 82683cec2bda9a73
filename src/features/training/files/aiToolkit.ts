/**
 * ai-toolkit's job as YAML: the first process that trains. Its class images have steps of their own, one after each of the
 * images', so that its steps are twice ours.
 */
import { msg } from '../../../contract/message.ts';
import { t } from '../../../kit/language/t.ts';
import { own } from '../../../kit/records/own.ts';
import { numberOf, type Taking, tableOf, tablesOf, wordOf } from '../../../kit/settingsFiles/Taking.ts';
import { halveSteps } from './halveSteps.ts';
import { left, off, type Rule, type Rules, readBy, table, to, toNumber, toWord, understood, WHY } from './rules.ts';

type Table = Readonly<Record<string, unknown>>;

const ADAMW = /^adamw(8bit)?$/i;

const network: Rules = {
  type: (taking, value, name) => {
    if (value !== 'lora') taking.leave(name, value, t('Weft trains LoRA of the plain kind.'));
  },
  linear: toNumber('rank'),
  rank: toNumber('rank'),
  linear_alpha: toNumber('loraAlpha'),
  alpha: toNumber('loraAlpha'),
  conv: off(
    msg('Every layer has the rank of the others; convolutions learn where they are chosen under Layers that learn.'),
  ),
  conv_alpha: off(msg('Every layer has the alpha of the others.')),
};

const emaSettings: Rule = (taking, value, name) => {
  const { use_ema, ema_decay } = tableOf(value);
  if (use_ema === true) taking.take('emaDecay', numberOf(ema_decay ?? 0.999), `${name}.ema_decay`);
  else taking.take('emaDecay', 0, `${name}.use_ema`);
};

const train: Rules = {
  batch_size: toNumber('batchSize'),
  steps: toNumber('steps'),
  gradient_accumulation_steps: toNumber('accumulation'),
  gradient_accumulation: toNumber('accumulation'),
  lr: toNumber('learningRate'),
  lr_scheduler: toWord('schedule', { constant: 'constant', linear: 'linear', cosine: 'cosine' }, WHY.schedule),
  lr_warmup_steps: toNumber('warmupSteps'),
  max_grad_norm: toNumber('maxGradientNorm'),
  min_snr_gamma: toNumber('minSnrGamma'),
  noise_offset: toNumber('noiseOffset'),
  reg_weight: toNumber('priorWeight'),
  // See `readPreservation`: files of defaults name them without switching it on.
  diff_output_preservation: understood,
  diff_output_preservation_class: understood,
  diff_output_preservation_multiplier: understood,
  optimizer: (taking, value, name) => {
    if (!ADAMW.test(wordOf(value))) taking.leave(name, value, t(WHY.optimizer));
  },
  optimizer_params: table({ weight_decay: toNumber('weightDecay'), eps: toNumber('epsilon') }),
  ema_config: emaSettings,
  train_unet: understood,
  train_text_encoder: understood,
  gradient_checkpointing: left(WHY.device),
  dtype: left(WHY.device),
  noise_scheduler: left(msg('The noise is the model’s own.')),
  text_encoder_lr: left(WHY.oneRate),
  unet_lr: toNumber('learningRate'),
};

const sample: Rules = {
  sample_every: toNumber('sampleEvery'),
  prompts: understood,
  samples: left(msg('The first of “prompts” is the sample prompt.')),
  seed: left(msg('Sample pictures have seeds of their own.')),
  walk_seed: understood,
};

const dataset: Rules = {
  folder_path: left(WHY.images),
  caption_ext: left(WHY.images),
  caption_dropout_rate: toNumber('captionDropout'),
  flip_x: to('mirror'),
  is_reg: understood,
  cache_latents_to_disk: left(WHY.device),
  cache_latents: left(WHY.device),
  num_repeats: left(msg('Every image counts alike.')),
  shuffle_tokens: off(msg('Captions are read as they are written.')),
  resolution: (taking, value, name) => {
    const [side, ...others] = [value].flat();
    if (others.length > 0) taking.leave(name, value, t('Images are learnt from at one size.'));
    else taking.take('resolution', numberOf(side), name);
  },
};

const PROCESS: Rules = {
  type: understood,
  network: table(network),
  save: table({ save_every: toNumber('checkpointEvery'), dtype: left(WHY.device) }),
  train: table(train),
  sample: table(sample),
  datasets: understood,
  trigger_word: to('instancePrompt'),
  model: left(WHY.model),
  device: left(WHY.device),
  training_folder: left(msg('What is learnt is kept in the library.')),
  performance_log_every: left(WHY.log),
};

/** The process of a job that trains, else the first. */
function processOf(content: Table): Table | undefined {
  const processes = tablesOf(tableOf(content.config).process);
  return processes.find(({ type }) => type === 'sd_trainer') ?? processes[0];
}

export const isAiToolkit = (content: Table): boolean => processOf(content) !== undefined;

export function readAiToolkit(content: Table, taking: Taking): void {
  const process = processOf(content) ?? {};
  const { name } = tableOf(content.config);
  if (name !== undefined) taking.take('adapterName', name, 'config.name');
  readBy(PROCESS, process, taking);
  readLayers(process, taking);
  readPrompts(process, taking);
  const datasets = tablesOf(process.datasets);
  const isClasses = (one: Table) => one.is_reg === true;
  const [images, ...others] = datasets.filter((one) => !isClasses(one));
  if (images) readBy(dataset, images, taking, 'datasets.');
  if (others.length > 0) taking.leave('datasets', others.length, t('A run has one dataset: the first was read.'));
  readPreservation(tableOf(process.train), taking);
  if (!datasets.some(isClasses)) return;
  taking.take('priorFrom', 'class-images', 'datasets.is_reg');
  halveSteps(taking, 'train.steps');
}

/** What it calls differential output preservation, where it is switched on. */
function readPreservation(train: Table, taking: Taking): void {
  if (train.diff_output_preservation !== true) return;
  taking.take('priorFrom', 'own-prediction', 'train.diff_output_preservation');
  const { diff_output_preservation_class: kind, diff_output_preservation_multiplier: weight } = train;
  if (kind !== undefined) taking.take('classPrompt', kind, 'train.diff_output_preservation_class');
  taking.take('priorWeight', numberOf(weight ?? 1), 'train.diff_output_preservation_multiplier');
}

/** Attention, feed-forward and projections of the U-Net, as its LoRA has them; the text encoder where that is asked for. */
function readLayers(process: Table, taking: Taking): void {
  if (tableOf(process.network).type !== 'lora') return;
  const withText = tableOf(process.train).train_text_encoder === true;
  const targets = ['attention', 'feed-forward', 'projections', ...(withText ? ['text-encoder'] : [])];
  taking.take('targets', targets, 'network.type');
}

/** The first prompt, with the trigger word in its place. */
function readPrompts(process: Table, taking: Taking): void {
  const prompts = own(tableOf(process.sample), 'prompts');
  if (!Array.isArray(prompts) || prompts.length === 0) return;
  const [first, ...others] = prompts as unknown[];
  const trigger = process.trigger_word;
  const prompt =
    typeof first === 'string' && typeof trigger === 'string'
      ? first.split('[trigger]').join(trigger.slice(0, 200))
      : first;
  taking.take('samplePrompt', prompt, 'sample.prompts');
  if (others.length > 0)
    taking.leave(
      'sample.prompts',
      t('{others} more', { others: others.length }),
      t('All sample pictures show one prompt.'),
    );
}
