/**
 * diffusers' own training scripts: DreamBooth LoRA, plain or advanced as the run asks, and textual inversion. Flags as of
 * commit 58eb52c0 of huggingface/diffusers.
 */

import type { RunBundle } from '../../../../contract/runs/runBundle.ts';
import { captionOf, hasClassImages, type InversionRun, type LoraRun, learntFrom, oneLine, plainName } from '../run.ts';
import { type Flag, SCRIPT_START, ShellExpression, shellCommand } from '../text/shell.ts';
import { drawMissing } from './classImages.ts';
import { DIFFUSERS_INVERSION_FATES, DIFFUSERS_LORA_FATES, isAdvanced } from './diffusersFates.ts';
import type { Engine, TextFile } from './engine.ts';
import { schedulerName } from './learningRate.ts';
import { isHalfPrecision, localModel, noXl, saidPrediction, singleFileOf } from './modelForScripts.ts';
import { clippedTo } from './sharedFates.ts';

const COMMIT = '58eb52c0803ea9af3abec60841c2a093bdf1f951';
const EXAMPLES = `https://raw.githubusercontent.com/huggingface/diffusers/${COMMIT}/examples`;

/** Where the scripts lie, and what each needs beside diffusers. */
const SCRIPTS = {
  plain: 'dreambooth/train_dreambooth_lora.py',
  advanced: 'advanced_diffusion_training/train_dreambooth_lora_sd15_advanced.py',
  inversion: 'textual_inversion/textual_inversion.py',
} as const;

export const DIFFUSERS: Engine = {
  name: 'diffusers’ scripts',
  folder: 'diffusers',
  lora: {
    fates: DIFFUSERS_LORA_FATES,
    refusals: refusals,
    differences: (run) => [
      ...differences(run),
      'Its sample pictures come after whole rounds through the pictures, so not at the very steps, and are drawn by its own sampler from its own seed.',
    ],
    files: (run) => [
      ...scriptFiles(run, isAdvanced(run) ? 'advanced' : 'plain', loraFlags(run)),
      ...(isAdvanced(run) ? [{ path: 'diffusers/captions.jsonl', text: captionLines(run) }] : []),
    ],
  },
  inversion: {
    fates: DIFFUSERS_INVERSION_FATES,
    refusals: refusals,
    differences: (run) => [...differences(run), 'Its sample pictures are drawn by its own sampler from its own seed.'],
    files: (run) => scriptFiles(run, 'inversion', inversionFlags(run)),
  },
};

function refusals(run: RunBundle): string[] {
  return [
    ...noXl(run, 'other scripts'),
    ...saidPrediction(run),
    ...(singleFileOf(run.model) === null
      ? []
      : ['The model is one file; the scripts read a folder in diffusers’ layout.']),
  ];
}

function differences({ state }: RunBundle): string[] {
  return [
    'Random numbers are its own: the same settings and pictures, but neither the same noises nor the same order.',
    ...(state ? [`It begins at the first step: the state at step ${state.step} is not for it.`] : []),
  ];
}

/** What all three scripts call the same. @param out the folder that they write into */
function commonFlags(run: RunBundle): Flag[] {
  const { settings, model, size } = run;
  return [
    ['--pretrained_model_name_or_path', new ShellExpression('"$MODEL"')],
    ...(isHalfPrecision(model) ? [['--variant', 'fp16'] as const] : []),
    ['--output_dir', `../out/diffusers/${plainName(settings.adapterName)}`],
    ['--resolution', size],
    ['--center_crop'],
    ['--max_train_steps', settings.steps],
    ['--learning_rate', settings.learningRate],
    ['--train_batch_size', settings.batchSize],
    ['--seed', settings.seed],
    ['--checkpointing_steps', everyStep(settings.checkpointEvery, settings.steps)],
    ['--mixed_precision', new ShellExpression(`"\${MIXED_PRECISION:-no}"`)],
    ['--report_to', 'tensorboard'],
  ];
}

/** The scripts divide by it, and know no 0 for never. */
const everyStep = (every: number, steps: number) => (every > 0 ? every : steps + 1);

function loraFlags(run: LoraRun): Flag[] {
  const { settings, samples } = run;
  const advanced = isAdvanced(run);
  const text = settings.targets.includes('text-encoder');
  const flags: Flag[] = [
    ...commonFlags(run),
    ...(advanced
      ? ([
          ['--dataset_name', '../pictures/listed'],
          ['--image_column', 'image'],
          ['--caption_column', 'text'],
        ] as const)
      : ([['--instance_data_dir', '../pictures/alone']] as const)),
    ['--instance_prompt', oneLine(settings.instancePrompt)],
    ['--rank', settings.rank],
    ['--gradient_accumulation_steps', settings.accumulation],
    ['--lr_scheduler', schedulerName(settings)],
    ['--lr_warmup_steps', settings.warmupSteps],
    ['--adam_beta1', settings.beta1],
    ['--adam_beta2', settings.beta2],
    ['--adam_epsilon', settings.epsilon],
    ['--adam_weight_decay', settings.weightDecay],
    ['--max_grad_norm', clippedTo(settings.maxGradientNorm)],
  ];
  if (text) flags.push(['--train_text_encoder']);
  if (advanced && text) {
    flags.push(
      ['--text_encoder_lr', settings.learningRate],
      ['--adam_weight_decay_text_encoder', settings.weightDecay],
    );
  }
  if (settings.minSnrGamma > 0) flags.push(['--snr_gamma', settings.minSnrGamma]);
  if (hasClassImages(run)) {
    flags.push(
      ['--with_prior_preservation'],
      ['--class_data_dir', '../class-images'],
      ['--class_prompt', oneLine(settings.classPrompt)],
      ['--num_class_images', settings.classImages],
      ['--prior_loss_weight', settings.priorWeight],
    );
  }
  if (settings.sampleEvery > 0) {
    flags.push(
      ['--validation_prompt', oneLine(samples.prompts[0] ?? settings.instancePrompt)],
      ['--num_validation_images', samples.seeds.length],
      ['--validation_epochs', epochsBetweenSamples(run)],
    );
  }
  if (settings.checkpointEvery > 0 && !settings.keepCheckpoints) flags.push(['--checkpoints_total_limit', 1]);
  return flags;
}

/** The rounds through the pictures that are nearest to so many steps; a round goes through the larger of both sets. */
function epochsBetweenSamples(run: LoraRun): number {
  const { settings } = run;
  const images = Math.max(learntFrom(run).length, hasClassImages(run) ? settings.classImages : 0);
  const stepsInRound = Math.ceil(Math.ceil(images / settings.batchSize) / settings.accumulation);
  return Math.max(1, Math.round(settings.sampleEvery / stepsInRound));
}

function inversionFlags(run: InversionRun): Flag[] {
  const { settings, samples } = run;
  return [
    ...commonFlags(run),
    ['--train_data_dir', '../pictures/alone'],
    ['--learnable_property', 'object'],
    ['--placeholder_token', settings.placeholder],
    ['--initializer_token', settings.initializer],
    ['--num_vectors', settings.vectors],
    ['--save_steps', everyStep(settings.checkpointEvery, settings.steps)],
    ['--lr_scheduler', 'constant'],
    ['--lr_warmup_steps', 0],
    ...(settings.sampleEvery > 0
      ? ([
          ['--validation_prompt', oneLine(samples.prompts[0] ?? settings.placeholder)],
          ['--num_validation_images', samples.seeds.length],
          ['--validation_steps', settings.sampleEvery],
        ] as const)
      : []),
  ];
}

/** The captions as the datasets library reads them beside the pictures, a line each. */
function captionLines(run: LoraRun): string {
  const lines = learntFrom(run).map(({ file, caption }) =>
    JSON.stringify({ file_name: file.slice(file.lastIndexOf('/') + 1), text: captionOf(run, caption) }),
  );
  return `${lines.join('\n')}\n`;
}

function scriptFiles(run: RunBundle, kind: keyof typeof SCRIPTS, flags: readonly Flag[]): TextFile[] {
  const script = SCRIPTS[kind].slice(SCRIPTS[kind].lastIndexOf('/') + 1);
  const listed = `# Pictures beside their captions and nothing else, as the datasets library wants them.
mkdir -p ../pictures/listed
cp ../pictures/alone/*.png ../pictures/listed/
cp captions.jsonl ../pictures/listed/metadata.jsonl
`;
  const text = `${SCRIPT_START}
pip install "diffusers>=0.40" "transformers" "accelerate" "peft" "datasets" "torchvision" "ftfy" "tensorboard" "Jinja2" "huggingface_hub"
[ -f ${script} ] || curl -fsSL -o ${script} ${EXAMPLES}/${SCRIPTS[kind]}
${localModel(run)}${drawMissing(run)}${kind === 'advanced' ? listed : ''}
# On N processes a step is N times as many images: divide the accumulation by N.
${shellCommand(`accelerate launch --num_processes 1 ${script}`, flags)}
cp ../run.json ../out/diffusers/
`;
  return [{ path: 'diffusers/run.sh', text, executable: true }];
}
