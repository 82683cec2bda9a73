/** Gathers what the adviser has to know of a drawing form, and asks the rules. */
import type { CreateSettings, SamplingSettings } from '../../../contract/drawing.ts';
import type { ErrorCode } from '../../../contract/errors.ts';
import type { ModelInfo } from '../../../contract/studioWorker.ts';
import { t } from '../../../kit/language/t.ts';
import { useRested } from '../../advice/adviserStore.ts';
import type { Remark } from '../../advice/remark.ts';
import { fewStepAdapter, fewStepModel, lcmAlone } from '../../advice/rules/fewSteps.ts';
import { lcmGuidance, weakGuidance } from '../../advice/rules/guidance.ts';
import { outOfMemory } from '../../advice/rules/memory.ts';
import { namedAdapter } from '../../advice/rules/prompts/namedAdapter.ts';
import { missingAdapter, missingWord } from '../../advice/rules/prompts/subjectWord.ts';
import { unknownWord } from '../../advice/rules/prompts/unknownWord.ts';
import { useLibrary } from '../../library/libraryStore.ts';
import { wordedAdapter } from '../../library/wordedAdapter.ts';
import type { SamplingPresets } from '../settings/samplingPresets.ts';
import type { DrawingDraft } from './drawing.ts';
import { PICTURE } from './drawingHelp.ts';
import { fewStepIds, quickChange, usualChange } from './fewSteps.ts';

/** What varies from picture to picture beside the form. */
export interface Varied {
  /** Settings that the form does not set. */
  settings: ReadonlySet<string>;
  /** Texts that go into prompts. */
  texts: readonly string[];
}

type Drawing = DrawingDraft<CreateSettings>;
/** What a press on a remark changes in the form. */
export type DrawingChange = Partial<Pick<Drawing, 'prompt' | 'adapters' | keyof SamplingSettings>>;

/** What suits the model that is open; null while none is. */
export interface Suited {
  presets: SamplingPresets;
  model: Pick<ModelInfo, 'fewSteps'> | null;
}

/** Settings that the rules of few steps judge together. */
const WAY_SETTINGS = ['sampler', 'samplingSteps', 'guidanceScale'];

/** @param failure the code of the error that the last drawing ended in, or null */
export function useAdviceOnDrawing(
  draft: Drawing,
  varied: Varied,
  { presets, model }: Suited,
  failure: ErrorCode | null,
): (Remark<DrawingChange> | null)[] {
  const { adapters, embeddings } = useLibrary();
  const rested = useRested(draft);
  const library = adapters.map(wordedAdapter);
  const chosen = rested.adapters.flatMap(({ id, weight }) => {
    const adapter = library.find((other) => other.id === id);
    return adapter ? [{ ...adapter, weight }] : [];
  });
  const prompts = [rested.prompt, ...varied.texts];
  const facts = {
    prompts,
    prompt: rested.prompt,
    chosen,
    choices: rested.adapters,
    library,
    adaptersVary: varied.settings.has('adapter') || varied.settings.has('subject'),
  };
  const scale = Number(rested.guidanceScale);
  const few = fewStepIds(adapters);
  const own = chosen.find(({ id, weight }) => few.has(id) && weight !== 0) ?? null;
  const fewSteps = {
    sampler: rested.sampler,
    samplingSteps: Number(rested.samplingSteps),
    guidanceScale: scale,
    chosen: own?.name ?? null,
    model: model?.fewSteps ?? null,
    toQuick: own ? quickChange(rested, own.id, presets.quick) : {},
    toUsual: usualChange(rested, few, presets.usual),
  };
  return [
    outOfMemory(failure, { label: t(PICTURE.size.label), text: t('Go to size') }),
    missingWord(facts),
    missingAdapter(facts),
    namedAdapter(
      prompts,
      adapters.map(({ name }) => name),
    ),
    unknownWord(
      prompts,
      embeddings.map(({ embedding }) => embedding.token),
    ),
    ...(varied.settings.has('guidanceScale') || varied.settings.has('sampler')
      ? []
      : [
          ...(fewSteps.model === 'turbo' ? [] : [weakGuidance(scale, rested.sampler)]),
          lcmGuidance(scale, rested.sampler),
        ]),
    ...(WAY_SETTINGS.some((setting) => varied.settings.has(setting))
      ? []
      : [fewStepAdapter(fewSteps), lcmAlone(fewSteps), fewStepModel(fewSteps)]),
  ];
}
