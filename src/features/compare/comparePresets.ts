/** Ready-made grids: the course's exercises, and two of the studio's own. */

import type { Message } from '../../contract/message.ts';
import { msg } from '../../contract/message.ts';
import { t } from '../../kit/language/t.ts';
import { listText } from '../../kit/text/listText.ts';
import { CLASS_PROMPT, CREATE_DEFAULTS, SUBJECT_TOKEN } from '../drawing/settings/drawingDefaults.ts';
import { NATURE_SCENES, NEGATIVE_PROMPTS, NINE_CONTEXTS, STYLES } from '../drawing/settings/promptParts.ts';
import { MARK } from '../drawing/settings/weavePrompt.ts';
import type { AdapterChoice } from '../library/adapterChoice.ts';
import { finalStep } from '../library/checkpoints/checkpointState.ts';
import { type KeptAdapter, type LibraryItem, subjectPrompt } from '../library/libraryState.ts';
import type { Sweep } from '../library/sweeps/sweepMarks.ts';
import { type CompareForm, NO_AXIS } from './compareForm.ts';
import { AXES, partsText, WITHOUT_ADAPTER } from './grid/compareAxes.ts';
import { type GridItem, isAdapter } from './grid/compareLibrary.ts';
import { MAX_AXIS_VALUES } from './grid/gridSettings.ts';
import { trainedText } from './grid/trainedAxis.ts';

export interface ComparePreset {
  id: string;
  name: Message;
  /** What it shows, as a sentence. */
  about: Message;
  /** What of the library it draws with, so that there has to be one. */
  needs: readonly ('adapter' | 'word')[];
  /** What it fills in. @param word the newest learnt word's id @param library of each kind the newest first */
  axes: (
    adapter: AdapterChoice | null,
    word: string | null,
    library: readonly GridItem[],
  ) => {
    prompt?: string;
    columns: CompareForm['columns'];
    rows?: CompareForm['rows'];
  };
}

const axis = (setting: Exclude<CompareForm['columns']['setting'], typeof NO_AXIS>, text = AXES[setting].usual) => ({
  setting,
  texts: { [setting]: text },
});

const contexts = axis('promptPart', partsText(NINE_CONTEXTS));

export const COMPARE_PRESETS: readonly ComparePreset[] = [
  {
    id: 'contexts-word',
    name: msg('Nine contexts, with and without sks'),
    about: msg('Your fabric on nine things and places. Without the word sks they should stay what they were.'),
    needs: [],
    axes: () => ({
      prompt: MARK,
      rows: contexts,
      columns: axis('promptPart', `with ${SUBJECT_TOKEN} | ${SUBJECT_TOKEN}\nwithout ${SUBJECT_TOKEN} |`),
    }),
  },
  {
    id: 'contexts-adapter',
    name: msg('Nine contexts, with and without the adapter'),
    about: msg('The same prompts drawn by the model that learnt your fabric and by the one that did not.'),
    needs: ['adapter'],
    axes: (adapter) => ({
      prompt: MARK,
      rows: axis('promptPart', partsText(NINE_CONTEXTS.map(withSubject))),
      columns: axis('adapter', `${adapter?.id ?? ''}\n${WITHOUT_ADAPTER}`),
    }),
  },
  {
    id: 'guidance',
    name: msg('Guidance sweep'),
    about: msg('From hardly heeding the prompt to heeding nothing else.'),
    needs: [],
    axes: () => ({ columns: axis('guidanceScale') }),
  },
  {
    id: 'styles',
    name: msg('Nine styles'),
    about: msg('One prompt and seed, painted, photographed and drawn.'),
    needs: [],
    axes: () => ({ columns: axis('style', partsText(STYLES)) }),
  },
  {
    id: 'seeds',
    name: msg('Nine seeds'),
    about: msg('What changes from seed to seed is chance; what stays is what was learnt.'),
    needs: [],
    axes: () => ({ columns: axis('seed') }),
  },
  {
    id: 'negative',
    name: msg('Negative prompts'),
    about: msg('What a negative prompt takes out, on three seeds.'),
    needs: [],
    axes: () => ({ columns: axis('negativePrompt', partsText(NEGATIVE_PROMPTS)), rows: axis('seed', '1, 42, 100') }),
  },
  {
    id: 'nature',
    name: msg('Fabric in nature'),
    about: msg('Landscapes wearing your fabric. Made for large models: the starter has never seen a landscape.'),
    needs: [],
    axes: () => ({
      prompt: `${MARK}, photograph`,
      columns: axis('promptPart', partsText(NATURE_SCENES.map(inNature))),
    }),
  },
  {
    id: 'forgetting',
    name: msg('Forgetting'),
    about: msg(
      'Fabrics without your word: by the bare model, by an adapter that class images held, and by one that learnt without them. Where they turn into yours, they were forgotten.',
    ),
    needs: ['adapter'],
    axes: (adapter, _, library) => ({
      prompt: CLASS_PROMPT,
      columns: axis('adapter', forgetting(adapter, library).join('\n')),
      rows: axis('seed', '1, 42, 100'),
    }),
  },
  {
    id: 'methods-contexts',
    name: msg('LoRA beside textual inversion'),
    about: msg(
      'The same noise and prompts without your fabric, with the adapter, and with the learnt word in its place.',
    ),
    needs: ['adapter', 'word'],
    axes: (adapter, word) => ({
      prompt: MARK,
      rows: axis('promptPart', partsText(NINE_CONTEXTS.map(withSubject))),
      columns: methods(adapter, word),
    }),
  },
  {
    id: 'methods-seeds',
    name: msg('LoRA beside textual inversion, four seeds'),
    about: msg('How surely each method draws the cloth itself: one prompt, from four noises.'),
    needs: ['adapter', 'word'],
    axes: (adapter, word) => ({ rows: axis('seed', '1, 42, 100, 256'), columns: methods(adapter, word) }),
  },
];

/** No adapter, the newest that was held to its class, and the newest that wasn't; where neither is known, the chosen one. */
function forgetting(adapter: AdapterChoice | null, library: readonly GridItem[]): string[] {
  const newest = (held: boolean) => library.find((item) => isAdapter(item) && item.heldToClass === held)?.id ?? [];
  const known = [newest(true), newest(false)].flat();
  return [WITHOUT_ADAPTER, ...(known.length > 0 ? known : [adapter?.id ?? []].flat())];
}

/** Nothing learnt, the adapter, and the word. */
function methods(adapter: AdapterChoice | null, word: string | null): CompareForm['columns'] {
  return axis('subject', [WITHOUT_ADAPTER, adapter?.id ?? [], word ?? []].flat().join('\n'));
}

function withSubject({ name, text }: (typeof NINE_CONTEXTS)[number]) {
  return { name, text: text.replace(MARK, SUBJECT_TOKEN) };
}

function inNature({ name, text }: (typeof NATURE_SCENES)[number]) {
  return { name, text: text.replace(MARK, `${SUBJECT_TOKEN} african fabric pattern`) };
}

/** The form filled for the checkpoints of an adapter: each of them, and at last the adapter itself, on three seeds. */
export function checkpointForm(form: CompareForm, record: KeptAdapter, steps: readonly number[]): CompareForm {
  const final = finalStep(record);
  const shown = final === null || steps.includes(final) ? steps : [...steps, final];
  return {
    drawing: {
      ...form.drawing,
      prompt: subjectPrompt(record) ?? CREATE_DEFAULTS.prompt,
      adapters: [{ id: record.id, weight: 1 }],
      adaptersBy: 'person',
    },
    columns: axis('checkpoint', shown.slice(-MAX_AXIS_VALUES).join('\n')),
    rows: axis('seed', '1, 42, 100'),
  };
}

/** The form filled for adapters side by side, as those of a sweep, on three seeds. */
export function adaptersForm(form: CompareForm, records: readonly KeptAdapter[]): CompareForm {
  const [first] = records;
  return {
    drawing: {
      ...form.drawing,
      prompt: (first && subjectPrompt(first)) ?? CREATE_DEFAULTS.prompt,
      adapters: [],
      adaptersBy: 'person',
    },
    columns: axis(
      'adapter',
      records
        .slice(0, MAX_AXIS_VALUES)
        .map(({ id }) => id)
        .join('\n'),
    ),
    rows: axis('seed', '1, 42, 100'),
  };
}

/** The form filled for a sweep: a picture for each of its runs, from one prompt and seed, at its values' place. */
export function sweepForm(form: CompareForm, sweep: Sweep<LibraryItem>): CompareForm {
  const [columns, rows, ...more] = sweep.axes;
  const items = sweep.runs.map(({ of }) => of);
  const adapters = items.filter((item) => item.method === 'lora');
  // Lists of three settings or more have no table: a column for each.
  if (!columns || more.length > 0) return { ...adaptersForm(form, adapters), rows: { setting: NO_AXIS, texts: {} } };
  const [first] = items;
  const prompt = first?.method === 'lora' ? subjectPrompt(first) : `a ${SUBJECT_TOKEN}`;
  return {
    drawing: { ...form.drawing, prompt: prompt ?? CREATE_DEFAULTS.prompt, adapters: [] },
    columns: axis('trained', trainedText(sweep.id, columns.setting)),
    rows: rows ? axis('trained', trainedText(sweep.id, rows.setting)) : { setting: NO_AXIS, texts: {} },
  };
}

/** The adapters that a preset draws with: those that are chosen, else the newest; and the chosen one for few steps. */
function presetAdapters(form: CompareForm, library: readonly GridItem[]) {
  const present = library.filter(isAdapter);
  const [few, subjects] = [present.filter(({ fewSteps }) => fewSteps), present.filter(({ fewSteps }) => !fewSteps)];
  const chosenOf = (items: readonly GridItem[]): readonly AdapterChoice[] =>
    form.drawing.adapters.filter(({ id }) => items.some((item) => item.id === id));
  const chosen = chosenOf(subjects);
  const [newest] = subjects;
  return {
    subjects: chosen.length > 0 || !newest ? chosen : [{ id: newest.id, weight: 1 }],
    few: chosenOf(few),
  };
}

/**
 * The form filled by a preset. Sampling steps, sampler, size and what work is saved stay as they are: a matter of patience.
 * @param library of each kind the newest first
 */
export function presetForm(preset: ComparePreset, form: CompareForm, library: readonly GridItem[]): CompareForm {
  const { subjects, few } = presetAdapters(form, library);
  const { prompt, columns, rows } = preset.axes(
    subjects[0] ?? null,
    library.find((item) => !isAdapter(item))?.id ?? null,
    library,
  );
  const { prompt: usualPrompt, negativePrompt, guidanceScale, seed } = CREATE_DEFAULTS;
  return {
    drawing: {
      ...form.drawing,
      prompt: prompt ?? usualPrompt,
      negativePrompt,
      // Few steps go with little guidance.
      guidanceScale: few.length > 0 ? form.drawing.guidanceScale : String(guidanceScale),
      seed: String(seed),
      adapters: [...subjects, ...few],
      // One that is learnt later on is still to be chosen where there is none yet.
      adaptersBy: subjects.length > 0 ? 'person' : form.drawing.adaptersBy,
    },
    columns,
    rows: rows ?? { setting: NO_AXIS, texts: {} },
  };
}

/** What a preset needs and the library lacks, in words; empty where it has all. */
export function lackingText({ needs }: ComparePreset, library: readonly GridItem[]): string {
  const names = { adapter: t('an adapter'), word: t('a learnt word') };
  const lacking = needs.filter((kind) => !library.some((item) => isAdapter(item) === (kind === 'adapter')));
  return listText(lacking.map((kind) => names[kind]));
}
