/** Compare's axes in plain words: what is seen when a setting varies from picture to picture. */
import { asIs, msg } from '../../contract/message.ts';
import type { Explanation } from '../../kit/help/explanation.ts';
import { GUIDANCE, LORA_UPDATE } from '../../kit/help/formulas.tsx';
import type { AxisSetting } from './grid/gridSettings.ts';

export const COMPARE_HELP = {
  columns: {
    does: msg(
      'The setting that changes from each picture to the one on its right. All others stay, the seed too, so that whatever looks different comes from this setting.',
    ),
  },
  rows: {
    does: msg(
      'A second setting, which changes from each picture to the one below. Two axes show how the two act together, such as guidance against the adapter’s weight.',
    ),
  },
} as const satisfies Record<string, Explanation>;

/** What an axis shows, by the setting it varies. */
export const AXIS_HELP: Readonly<Record<AxisSetting, Explanation>> = {
  guidanceScale: {
    does: msg('Shows the way from loose and pale to exact and burnt. Choose the last picture before colours harden.'),
    usual: asIs('1.5, 3, 7.5, 12, 20'),
    formula: GUIDANCE,
  },
  style: {
    does: msg(
      'Adds a style to the same prompt and seed. Where a style hardly shows, the adapter is too strong or has learnt too long; where the fabric goes under, it is too weak.',
    ),
  },
  promptPart: {
    does: msg(
      'Puts another text into the prompt for each picture: contexts, things, or a line with the word of your fabric beside one without it.',
    ),
  },
  negativePrompt: {
    does: msg('Shows what each negative prompt keeps out of the same picture, beside one that keeps out nothing.'),
    formula: GUIDANCE,
  },
  seed: {
    does: msg(
      'Shows how far pictures of one prompt differ by chance. If they all look alike, or like your photographs, the adapter has learnt them by heart.',
    ),
    usual: asIs('1, 42, 100, 256, 512, 777, 999, 1234, 2048'),
  },
  adapter: {
    does: msg('Draws the same noise with each adapter, and without any: what differs is what each of them has learnt.'),
  },
  subject: {
    does: msg(
      'Draws your fabric as each method learnt it: an adapter with its usual word, a learnt word in that word’s place, and neither. What learning each of them took stands beside it.',
    ),
  },
  trained: {
    does: msg(
      'Draws the same noise with what each run of a sweep has learnt, at the place of the value that it was learnt with. With the sweep’s other setting as rows every run has its place; losses and scores stand below.',
    ),
  },
  checkpoint: {
    does: msg(
      'Shows your fabric coming in while the adapter learnt, from the same noise. Look for the last step at which the picture still obeys its prompt.',
    ),
  },
  adapterWeight: {
    does: msg('Shows your fabric coming in, from the bare model at 0 to an exaggeration beyond 1.'),
    usual: asIs('0, 0.5, 1, 1.5'),
    formula: LORA_UPDATE,
  },
  samplingSteps: {
    does: msg('Shows from how many steps on the picture stays as it is. More than that is waiting for nothing.'),
    usual: asIs('5, 10, 25, 50'),
  },
  sampler: {
    does: msg('Draws the same noise in each of the ways. Few steps show the differences best.'),
  },
  size: {
    does: msg(
      'Shows how the picture changes away from the size that the model was trained on. The same seed is another noise at each size, and so another picture.',
    ),
  },
};
