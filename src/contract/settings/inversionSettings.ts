/** The settings of a run of textual inversion. */
import { demand, msg } from '../message.ts';
import { PICTURE_SETTINGS } from './pictureSettings.ts';
import { RUN_SETTINGS } from './runSettings.ts';
import { linesSetting, numberSetting, type Settings, textSetting } from './setting.ts';

/** A name, or a word of a prompt. */
const WORD = { min: 1, max: 80, trimmed: true } as const;

export const INVERSION_SETTINGS = {
  ...RUN_SETTINGS,
  adapterName: { ...RUN_SETTINGS.adapterName, label: msg('Name') },
  /** The new word as it will stand in prompts, e.g. `<african-fabric>`. */
  placeholder: textSetting({
    label: msg('Placeholder token'),
    ...WORD,
    rule: { holds: (text) => !/\s/u.test(text), error: demand('must be one word, without a gap') },
  }),
  /** One token that the model knows and that says what kind of thing it is: the word's rows start as its row. */
  initializer: textSetting({ label: msg('Initialiser token'), ...WORD }),
  /** Rows that the word gets; each takes a position in the prompt. */
  vectors: numberSetting({ label: msg('Vectors'), min: 1, max: 16, whole: true }),
  /** Prompts to learn the word in; `{}` stands for it. Each sample of a step takes one of them. */
  templates: linesSetting({
    label: msg('Prompts to learn in'),
    min: 1,
    max: 100,
    line: PICTURE_SETTINGS.prompt.schema.refine(
      (text) => text.includes('{}'),
      demand("must each have '{}' where the word goes"),
    ),
  }),
} as const satisfies Settings;
