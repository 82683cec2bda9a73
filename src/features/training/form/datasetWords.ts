import { CLASS_PROMPT, SUBJECT_PROMPT } from '../../drawing/settings/drawingDefaults.ts';
import { standing } from '../../drawing/settings/promptWords.ts';
import { INVERSION_DEFAULTS, LORA_DEFAULTS } from './trainDefaults.ts';
import type { DatasetWords, TrainForm } from './trainForm.ts';

/** The fields that say them. */
interface FollowingFields {
  lora: Partial<Pick<TrainForm['lora'], 'adapterName' | 'instancePrompt' | 'classPrompt'>>;
  inversion: Partial<Pick<TrainForm['inversion'], 'adapterName' | 'placeholder' | 'initializer'>>;
}

/**
 * The fields to be changed. A field that a person typed without the former words stays as it is.
 * @param first what the forms say at first
 */
export function followWords(
  { lora, inversion }: Pick<TrainForm, 'lora' | 'inversion'>,
  before: DatasetWords,
  after: DatasetWords,
  first: DatasetWords,
): FollowingFields {
  const named = (name: string, ...usual: string[]) => ([before.name, ...usual].includes(name) ? after.name : name);
  const renamed = before.name !== after.name;
  return {
    lora: {
      adapterName: named(lora.adapterName, LORA_DEFAULTS.adapterName),
      instancePrompt:
        lora.instancePrompt === instancePrompt(before, first)
          ? instancePrompt(after, first)
          : withWords(lora.instancePrompt, before, after),
      classPrompt:
        lora.classPrompt === classPrompt(before)
          ? classPrompt(after)
          : replaced(lora.classPrompt, before.classWord, after.classWord),
    },
    inversion: {
      adapterName: renamed ? named(inversion.adapterName, INVERSION_DEFAULTS.adapterName) : inversion.adapterName,
      placeholder: renamed && isUsual(inversion.placeholder, before) ? placeholderOf(after) : inversion.placeholder,
      initializer:
        inversion.initializer === lastWord(before.classWord) ? lastWord(after.classWord) : inversion.initializer,
    },
  };
}

/** The words that a form follows once it has followed these: an empty one is none to be found again. */
export function followedWords(before: DatasetWords, after: DatasetWords): DatasetWords {
  return {
    name: after.name,
    subjectWord: after.subjectWord.trim() || before.subjectWord,
    classWord: after.classWord.trim() || before.classWord,
  };
}

/** What an earlier version's form says of the only dataset that it knew; null where its prompts have no such words. */
export function wordsOfPrompts(
  { instancePrompt: instance, classPrompt: ofClass }: Pick<TrainForm['lora'], 'instancePrompt' | 'classPrompt'>,
  rare: string | null,
): Omit<DatasetWords, 'name'> | null {
  const classWord = ofClass.trim().replace(/^(?:(?:a|the) (?:photo|photograph|picture|image) of )?(?:an?|the) /i, '');
  if (rare === null || classWord === '' || !instance.toLowerCase().includes(rare)) return null;
  return { subjectWord: rare, classWord };
}

/** The prompts that the forms begin with are not made of their words alone. */
function instancePrompt(words: DatasetWords, first: DatasetWords): string {
  const { subjectWord, classWord } = words;
  if (subjectWord === first.subjectWord && classWord === first.classWord) return SUBJECT_PROMPT;
  return `a ${subjectWord} ${classWord}`;
}

function classPrompt({ classWord }: DatasetWords): string {
  return CLASS_PROMPT.endsWith(` ${classWord}`)
    ? CLASS_PROMPT
    : `${/^[aeiou]/i.test(classWord) ? 'an' : 'a'} ${classWord}`;
}

function withWords(prompt: string, before: DatasetWords, after: DatasetWords): string {
  return replaced(replaced(prompt, before.subjectWord, after.subjectWord), before.classWord, after.classWord);
}

/** With another word in the place of the first that is the former one, standing by itself. */
function replaced(prompt: string, from: string, to: string): string {
  if (from === '' || from === to) return prompt;
  return prompt.replace(standing(from), () => to);
}

const lastWord = (text: string) => text.trim().split(/\s+/).at(-1) ?? '';

/** A new word after the dataset's name, e.g. `<my-fabric>`. */
function placeholderOf({ name }: DatasetWords): string {
  const plain = name.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? ['subject'];
  return `<${plain.join('-').slice(0, 60)}>`;
}

/** Whether nobody typed it: it is the first one, or the dataset's, perhaps with the number that made it free. */
function isUsual(placeholder: string, of: DatasetWords): boolean {
  const plain = placeholder.replace(/-\d+>$/, '>');
  return [INVERSION_DEFAULTS.placeholder, placeholderOf(of)].some((usual) => usual === placeholder || usual === plain);
}
