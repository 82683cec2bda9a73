/** What a LoRA's step is made of, in plain words: which layers learn, from which samples, and how far they move. */
import { asIs, msg } from '../../contract/message.ts';
import type { LoraSettings } from '../../contract/training.ts';
import type { SettingWords } from '../../kit/fields/describedSetting.ts';
import { MIN_SNR } from '../../kit/help/formulas.tsx';

/** By the names of a LoRA run's settings. */
export const LORA_STEP_HELP = {
  targets: {
    hint: msg(
      'Attention is enough for most cloths. More layers hold finer texture; files grow, and photographs are copied sooner.',
    ),
    does: msg(
      'Which parts of the model learn. Attention decides where your fabric appears and is enough for most cloths; feed-forward layers and convolutions hold finer texture, and the text encoder ties the rare word more firmly to it. Each part more makes a larger file, slower steps, and copies of your photographs sooner.',
    ),
    usual: msg('Attention'),
  },
  upBlocksOnly: {
    hint: msg('The half of the model that works out detail. Quicker and smaller; shapes are learnt less.'),
    does: msg(
      'Lets only the second half of the image model learn, which works out detail from what the first half has laid down. Colours and threads come as well, the shapes of large motifs less; steps are shorter and files smaller, and nothing of the first half needs to be kept. If the text encoder learns too, little is gained.',
    ),
    usual: msg('Off'),
  },
  microBatches: {
    hint: msg('Your photograph and the class image go through the model one after the other. It learns the same.'),
    does: msg(
      'Takes the photographs and class images of a step through the model one at a time and adds up what each has to say. Pictures come out as they would together; it needs about half the memory, and a little more time.',
    ),
    usual: msg('Off; on where memory is small'),
  },
  batchSize: {
    hint: msg('Photographs at a time, and as many class images.'),
    does: msg(
      'How many of your photographs, and as many class images, each step looks at. With more, pictures settle more evenly on what all photographs share; each step takes that much longer and needs more memory.',
    ),
    usual: asIs('1'),
  },
  accumulation: {
    hint: msg('Batches that are added up before the model changes.'),
    does: msg(
      'Adds up so many batches before the model changes, as one large batch would, in the memory of a small one. Pictures settle more evenly, and each step takes that many times longer.',
    ),
    usual: msg('1; 4 where memory is small'),
  },
  mirror: {
    hint: msg('Pictures copy single photographs less. Leave it off where left and right matter, as with writing.'),
    does: msg(
      'Learns from mirror images too, of your photographs and of the class images, as if there were twice as many. Pictures copy single photographs less; leave it off for writing, or a motif that always turns one way.',
    ),
    usual: msg('Off; on with few photographs'),
  },
  captionDropout: {
    hint: msg('How often an image comes without its words, 0 to 1. A little keeps pictures lively at strong guidance.'),
    does: msg(
      'How often an image is shown without its words. A little keeps pictures lively when guidance is strong; with much, the word means less and the fabric creeps into pictures without it.',
    ),
    usual: msg('0; 0.1 where guidance is to be strong'),
  },
  minSnrGamma: {
    hint: msg('The smaller, the more the broad pattern goes before the finest grain, of class images too; 0 is off.'),
    does: msg(
      'Lets samples with hardly any noise count for less, so that the broad pattern is learnt before the finest grain. Fabric shows after fewer steps; a smaller number does more of it, 0 turns it off.',
    ),
    usual: msg('0.2 on the starter model; 0 or 5 for Stable Diffusion 1.5'),
    formula: MIN_SNR,
  },
  noiseOffset: {
    hint: msg('Lets a very dark or very bright cloth be learnt as such; 0 is off.'),
    does: msg(
      'Plain noise leaves a picture’s mean brightness as it is, so a model that predicts noise never learns it, and all it draws is half bright; one more number for each channel shifts the noise as a whole. A little lets a very dark or very bright cloth come out as such; much makes every picture harsh. A model that predicts velocity down to pure noise, such as the starter, has no need of it.',
    ),
    usual: msg('0; 0.05 to 0.1 on Stable Diffusion 1.5 for a black or white cloth'),
  },
  schedule: {
    hint: msg('A falling rate lets the last pictures settle: finer threads, fewer blotches.'),
    does: msg(
      'Whether steps stay as long as they are or grow shorter towards the end. A falling rate lets the last pictures settle, with finer threads and fewer blotches; the fabric comes out a little weaker for the same number of steps.',
    ),
    usual: msg('Stays the same'),
  },
  warmupSteps: {
    hint: msg('Steps that grow to the full learning rate, so that no early jump spoils the pictures.'),
    does: msg(
      'The first steps are short and grow to the full learning rate. It keeps an early jump from spoiling the pictures where the learning rate is high; longer than a tenth of the run, it only wastes steps.',
    ),
    usual: asIs('0'),
  },
  emaDecay: {
    hint: msg('Keeps an average over the last steps, which draws more calmly; 0.99 for some hundred steps, 0 is off.'),
    does: msg(
      'Keeps the average of what was learnt over the last steps, instead of what the last step happened to leave. Pictures are calmer and depend less on where you stop; near 1 they lag behind, and the fabric comes out weaker.',
    ),
    usual: msg('0; 0.99 for a run of some hundred steps'),
  },
  maxGradientNorm: {
    hint: msg('Holds back an odd photograph; 0 is off.'),
    does: msg(
      'No single step may pull harder than this. It keeps one odd photograph from breaking all pictures; a very small number slows down everything, 0 lets every step pull as it likes.',
    ),
    usual: asIs('1'),
  },
  weightDecay: {
    hint: msg('More leaves the fabric fainter.'),
    does: msg(
      'Pulls what is learnt back towards nothing a little in each step. More of it gives a fainter fabric that leaves more of the model’s own ideas in the picture.',
    ),
    usual: asIs('0.01'),
  },
  beta1: {
    hint: msg('Nearer 1, steps turn more slowly.'),
    does: msg(
      'How long the direction of earlier steps is remembered. Near 1, steps go smoothly and turn slowly; at 0 each follows its own photograph alone and pictures come out rougher.',
    ),
    usual: asIs('0.9'),
  },
  beta2: {
    hint: msg('Lower, steps adapt sooner.'),
    does: msg(
      'How long the strength of earlier steps is remembered, by which new ones are measured. Lower, steps adapt faster and pictures may break sooner.',
    ),
    usual: asIs('0.999'),
  },
  epsilon: {
    hint: msg('Pictures show it only when it is made far larger: then fine detail stops being learnt.'),
    does: msg(
      'Keeps numbers that hardly move from taking steps as large as the others. A picture shows it only when it is made thousands of times larger: then fine detail stops being learnt.',
    ),
    usual: asIs('0.00000001'),
  },
} satisfies Partial<Record<keyof LoraSettings, SettingWords>>;
