/** OneTrainer's JSON, of the versions whose optimizer is a table and of those before, where it is a word. */

import { msg } from '../../../contract/message.ts';
import { t } from '../../../kit/language/t.ts';
import { numberOf, type Taking, tableOf, tablesOf, wordOf } from '../../../kit/settingsFiles/Taking.ts';
import { left, off, type Rule, type Rules, readBy, table, toNumber, toSide, toWord, understood, WHY } from './rules.ts';

type Table = Readonly<Record<string, unknown>>;

const OTHER_PEFT = msg('Weft trains LoRA of the plain kind.');

const adamW: Rule = (taking, value, name) => {
  if (!/^ADAMW(_8BIT)?$/.test(wordOf(value))) taking.leave(name, value, t(WHY.optimizer));
};

const OPTIMIZER: Rules = {
  optimizer: adamW,
  beta1: toNumber('beta1'),
  beta2: toNumber('beta2'),
  eps: toNumber('epsilon'),
  weight_decay: toNumber('weightDecay'),
};

/** A number of steps, where its unit is steps. */
const every =
  (setting: string, unit: unknown): Rule =>
  (taking, value, name) => {
    if (unit === 'STEP') taking.take(setting, numberOf(value), name);
    else if (unit !== 'NEVER') taking.leave(name, `${wordOf(value)} ${wordOf(unit)}`, t('It is told in steps here.'));
  };

const EMBEDDING: Rules = {
  placeholder: (taking, value, name) => taking.take('placeholder', value, name),
  token_count: toNumber('vectors'),
  initial_embedding_text: (taking, value, name) => {
    // Its own sign for no word in particular.
    if (value !== '*') taking.take('initializer', value, name);
  },
};

/** Its “prior prediction” has images and a prompt of its own: of the concept the weight is taken. */
const concepts: Rule = (taking, value, name) => {
  const prior = tablesOf(value).find(({ type, enabled }) => type === 'PRIOR_PREDICTION' && enabled !== false);
  if (prior) {
    taking.take('priorFrom', 'own-prediction', `${name}.type`);
    taking.take('priorWeight', numberOf(prior.loss_weight ?? 1), `${name}.loss_weight`);
  }
  taking.leave(name, t('{count} of them', { count: tablesOf(value).length }), t(WHY.images));
};

function rules(content: Table): Rules {
  return {
    // Where versions before the table of embeddings had them.
    ...EMBEDDING,
    training_method: understood,
    learning_rate: toNumber('learningRate'),
    // Earlier versions named the U-Net's apart.
    unet_learning_rate: toNumber('learningRate'),
    learning_rate_scheduler: toWord(
      'schedule',
      { constant: 'constant', linear: 'linear', cosine: 'cosine' },
      WHY.schedule,
    ),
    learning_rate_warmup_steps: (taking, value, name) => {
      const steps = numberOf(value);
      if (typeof steps === 'number' && steps > 0 && steps < 1)
        taking.leave(name, value, t('A warm-up is told in steps here.'));
      else taking.take('warmupSteps', steps, name);
    },
    batch_size: toNumber('batchSize'),
    gradient_accumulation_steps: toNumber('accumulation'),
    resolution: toSide('resolution'),
    lora_rank: toNumber('rank'),
    lora_alpha: toNumber('loraAlpha'),
    clip_grad_norm: toNumber('maxGradientNorm'),
    optimizer: (taking, value, name) =>
      typeof value === 'string' ? adamW(taking, value, name) : table(OPTIMIZER)(taking, value, name),
    weight_decay: toNumber('weightDecay'),
    ema: understood,
    ema_decay: (taking, value, name) =>
      taking.take('emaDecay', content.ema === undefined || content.ema === 'OFF' ? 0 : numberOf(value), name),
    loss_weight_fn: (taking, value, name) => {
      if (value === 'MIN_SNR_GAMMA') taking.take('minSnrGamma', numberOf(content.loss_weight_strength ?? 5), name);
      else if (value !== 'CONSTANT') taking.leave(name, value, t('Timesteps weigh alike, or by min-SNR.'));
    },
    loss_weight_strength: understood,
    min_snr_gamma: toNumber('minSnrGamma'),
    offset_noise_weight: toNumber('noiseOffset'),
    save_every: every('checkpointEvery', content.save_every_unit),
    save_every_unit: understood,
    sample_after: every('sampleEvery', content.sample_after_unit ?? 'MINUTE'),
    sample_after_unit: understood,
    embedding: table(EMBEDDING),
    peft_type: (taking, value, name) => {
      if (value !== 'LORA') taking.leave(name, value, t(OTHER_PEFT));
    },
    lora_decompose: off(OTHER_PEFT),
    epochs: left(WHY.epochs),
    base_model_name: left(WHY.model),
    model_type: (taking, value, name) => {
      if (!/^STABLE_DIFFUSION_(15|20|20_BASE|21|21_BASE)$/.test(wordOf(value))) {
        taking.leave(
          name,
          value,
          t('Weft trains Stable Diffusion 1 and 2; the other settings were read all the same.'),
        );
      }
    },
    output_model_destination: left(msg('What is learnt is kept in the library.')),
    concept_file_name: left(WHY.images),
    concepts,
    sample_definition_file_name: left(msg('It is the name of a file; the sample prompt is typed here.')),
    train_dtype: left(WHY.device),
    train_device: left(WHY.device),
    gradient_checkpointing: left(WHY.device),
    tensorboard: left(WHY.log),
    workspace_dir: left(WHY.device),
    cache_dir: left(WHY.device),
    text_encoder_learning_rate: left(WHY.oneRate),
    unet: understood,
    text_encoder: (taking, value, name) => {
      const { learning_rate: rate } = tableOf(value);
      if (rate !== undefined && rate !== null) taking.leave(`${name}.learning_rate`, rate, t(WHY.oneRate));
    },
  };
}

export const isOneTrainer = (content: Table): boolean =>
  typeof content.training_method === 'string' || ('lora_rank' in content && 'model_type' in content);

export const oneTrainerMethod = (content: Table) =>
  content.training_method === 'EMBEDDING' ? 'textual-inversion' : 'lora';

export function readOneTrainer(content: Table, taking: Taking): void {
  readBy(rules(content), content, taking);
  const { learning_rate } = tableOf(content.unet);
  if (learning_rate !== undefined && learning_rate !== null) {
    taking.take('learningRate', numberOf(learning_rate), 'unet.learning_rate');
  }
  if (content.training_method !== 'LORA') return;
  // Attention blocks with all that is in them; the text encoder too, unless it is told not to learn.
  const text = tableOf(content.text_encoder).train ?? content.train_text_encoder;
  const targets = ['attention', 'feed-forward', 'projections', ...(text === false ? [] : ['text-encoder'])];
  taking.take('targets', targets, 'training_method');
}
