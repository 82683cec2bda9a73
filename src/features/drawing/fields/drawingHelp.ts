/** Create's, Compare's and Morph's controls in plain words: what each does to the picture. */
import { asIs, msg } from '../../../contract/message.ts';
import { PICTURE_SETTINGS } from '../../../contract/settings/pictureSettings.ts';
import { described, type SettingWords } from '../../../kit/fields/describedSetting.ts';
import { FORWARD_NOISING, GUIDANCE } from '../../../kit/help/formulas.tsx';

/** By the names of the settings; drawing quickly sets several of them. */
export const DRAWING_HELP = {
  prompt: {
    hint: msg('The word sks stands for your fabric, once an adapter has learnt it.'),
    does: msg(
      'Describes the picture. What stands first counts most, and plain nouns more than moods: name the thing, the word of your fabric, and at the end a style.',
    ),
    usual: asIs('a vase with sks african fabric pattern, watercolor'),
  },
  negativePrompt: {
    hint: msg('What the picture should not show.'),
    does: msg(
      'The picture is pushed away from what stands here, as strongly as the guidance scale pulls it towards the prompt. Empty, it is pushed away from pictures of nothing in particular.',
    ),
    usual: msg('Empty, or faults that keep turning up: blurry, dull colours'),
    formula: GUIDANCE,
  },
  guidanceScale: {
    hint: msg('How closely to follow the prompt.'),
    does: msg(
      'Each step guesses the noise twice, with the prompt and without, and goes s times the way from one to the other. Little of it gives loose, pale pictures that wander off; much of it follows the prompt to the letter, until colours burn out and shapes harden.',
    ),
    usual: msg('7.5; from 5 to 10 for most pictures'),
    formula: GUIDANCE,
  },
  seed: {
    hint: msg('The same seed and settings draw the same picture.'),
    does: msg(
      'Chooses the noise that the picture begins as. Another seed arranges another picture of the same prompt; keep it while you change something else, and you see what that alone does.',
    ),
  },
  samplingSteps: {
    does: msg(
      'The picture begins as noise, which is taken away in so many steps. Too few leave smeared cloth; beyond some thirty the picture hardly changes any more and only takes longer.',
    ),
    usual: msg('25; 10 to 12 for trying things out'),
    formula: FORWARD_NOISING,
  },
  sampler: {
    does: msg(
      'The way in which the noise is taken away. With thirty steps most of them arrive at much the same picture; with ten they differ in sharpness, and those that add fresh noise arrive somewhere else each time the steps change.',
    ),
    usual: asIs('DPM++ 2M'),
  },
  size: {
    hint: msg('Away from the model’s own size, patterns repeat or fall apart.'),
    does: msg(
      'The side of the square picture. A larger one holds more repeats of a pattern and takes longer: twice the side is four times the pixels.',
    ),
    usual: msg('As the model was trained'),
  },
  guidanceUntil: {
    hint: msg('Less than 100 draws faster.'),
    does: msg(
      'Guidance asks the model twice at each step. What it does to a picture it does early: the last steps can do without it, at half their work. The picture changes: the sooner guidance ends, the paler its colours and the softer its edges.',
    ),
    usual: msg('100; 80 where time counts'),
    formula: GUIDANCE,
  },
  deepEvery: {
    hint: msg('More than 1 draws faster.'),
    does: msg(
      'The deep layers of the model decide what is where, and change little from one step to the next. Their results are used again at the steps between (DeepCache), which then compute the outermost layers alone. Fine detail suffers first.',
    ),
    usual: msg('1; 2 where time counts'),
  },
  seamless: {
    hint: msg('The picture repeats without a seam, as a cloth does.'),
    does: msg(
      'Where the model looks past an edge of the picture, it sees what lies at the opposite one, at every step and when the picture is decoded: what leaves at the right comes in at the left. In a half-drop it comes in half a tile lower, in a brick what leaves below comes in half a tile to the right. “Repeat as a tile” among a picture’s uses shows it repeated, and saves it for print.',
    ),
    usual: msg('No for a thing; on all sides for a cloth'),
  },
  promptSyntax: {
    does: msg(
      "With weights, (red:1.3) counts 1.3 times, (red) 1.1 times and [red] as much less; [red:blue:0.5] becomes blue halfway, [red|blue] changes at every step, '{red|blue}' is one of them by the seed; BREAK, and what is longer than the model reads at once, begins a new chunk. Plainly, brackets and numbers are signs like others, and what is too long is cut.",
    ),
    usual: msg('With weights; plainly to draw what diffusers draws'),
  },
  quick: {
    does: msg(
      'Lays a few-step adapter (LCM-LoRA) beside the others and sets four steps of its sampler with little guidance: a picture in a fifth of the time. Fine threads come out a little smoother, and the negative prompt hardly counts.',
    ),
    usual: msg('On for films and for trying things out, off for the picture to keep'),
  },
  preset: {
    does: msg(
      'Sets at once how pictures are drawn: guidance, steps, sampler, size, what saves time, and the negative prompt. It leaves prompt, seed and adapters as they are. Change one of them and save the form as a preset under a name; share it as a file, which Open settings takes in.',
    ),
    usual: msg('Usual for the open model'),
  },
} as const satisfies Record<keyof typeof PICTURE_SETTINGS | 'quick' | 'preset', SettingWords>;

/** A picture's settings as the forms show them. */
export const PICTURE = described(PICTURE_SETTINGS, DRAWING_HELP);
