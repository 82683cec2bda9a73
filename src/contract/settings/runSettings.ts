/** The settings that training runs of every method have. What has a `formerly` was added later: runs kept before had it so. */
import { asIs, demand, msg } from '../message.ts';
import { PICTURE_SETTINGS, promptSetting } from './pictureSettings.ts';
import { choiceSetting, numberSetting, type Settings, switchSetting, textSetting } from './setting.ts';

/** How a subject is learnt: as a LoRA (DreamBooth), or as a word of the text encoder. */
export const METHOD = choiceSetting({
  label: msg('Method'),
  values: ['lora', 'textual-inversion'],
  names: { lora: asIs('LoRA'), 'textual-inversion': msg('Textual inversion') },
});

/** Steps of a run at most, and so between two things that are done now and then. */
const MOST_STEPS = 5000;

export const RUN_SETTINGS = {
  /** What the run leaves is kept in the library under this name. */
  adapterName: textSetting({ label: msg('Adapter name'), min: 1, max: 80, trimmed: true }),
  steps: numberSetting({ label: msg('Steps'), min: 1, max: MOST_STEPS, whole: true }),
  learningRate: numberSetting({ label: msg('Learning rate'), min: 1e-6, max: 0.1 }),
  /** Samples in a batch, of a LoRA's class images as well. */
  batchSize: numberSetting({ label: msg('Batch size'), min: 1, max: 16, whole: true, formerly: 1 }),
  /** Side of the images that are learnt from, in pixels; 0 is the side that the model was trained on. */
  resolution: choiceSetting({
    label: msg('Resolution'),
    values: [0, 256, 384, 512, 768],
    names: {
      0: msg('As the model was trained'),
      256: asIs('256 px'),
      384: asIs('384 px'),
      512: asIs('512 px'),
      768: asIs('768 px'),
    },
    formerly: 0,
  }),
  /** How many parts the nets are cut into while they learn, 0 for as many as are needed: more take less memory, and some more time. */
  segments: numberSetting({
    label: msg('Segments'),
    min: 0,
    max: 32,
    whole: true,
    names: {
      0: msg('As many as are needed'),
      1: msg('One: the whole model'),
      2: asIs('2'),
      3: asIs('3'),
      4: asIs('4'),
      6: asIs('6'),
      8: asIs('8'),
      32: msg('As many as possible'),
    },
    formerly: 0,
  }),
  /** Whether mirror images count as pictures too. */
  mirror: switchSetting({ label: msg('Learn from mirror images too'), formerly: false }),
  seed: PICTURE_SETTINGS.seed,
  /** Steps from one checkpoint to the next, 0 for none; what came after the last one is lost when the page dies. */
  checkpointEvery: numberSetting({ label: msg('Checkpoint every'), min: 0, max: MOST_STEPS, whole: true }),
  /** Steps between two measurements of the evaluation loss; 0 measures none. */
  evalEvery: numberSetting({ label: msg('Steady loss every'), min: 0, max: MOST_STEPS, whole: true }),
  /** One of so many images is held out, 0 for none: the evaluation loss on it tells learning from learning by heart. */
  holdOut: numberSetting({
    label: msg('Hold out one of'),
    min: 0,
    max: 100,
    whole: true,
    rule: { holds: (one) => one !== 1, error: demand('must be 0, or 2 or more') },
  }),
  /** The run ends after so many measurements that were no better on the images held out, and keeps the best; 0 never does. */
  patience: numberSetting({ label: msg('Stop early after'), min: 0, max: 100, whole: true, formerly: 0 }),
  /** Steps between two sets of sample pictures; 0 draws none. */
  sampleEvery: numberSetting({ label: msg('Sample pictures every'), min: 0, max: MOST_STEPS, whole: true }),
  /** What the sample pictures show; empty for the prompt that the run learns in. */
  samplePrompt: promptSetting(msg('Sample prompt')),
} as const satisfies Settings;
