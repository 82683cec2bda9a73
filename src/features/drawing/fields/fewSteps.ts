/** Drawing in a few steps: which adapter of the library makes them enough, and forms that draw with it or without. */
import type { CreateSettings, SamplingSettings } from '../../../contract/drawing.ts';
import { draftOf } from '../../../kit/form/draft.ts';
import { own } from '../../../kit/records/own.ts';
import type { AdapterChoice } from '../../library/adapterChoice.ts';
import { useFit } from '../../library/adapterFit.ts';
import type { KeptAdapter } from '../../library/libraryState.ts';
import { useLibrary } from '../../library/libraryStore.ts';
import type { DrawingDraft } from './drawing.ts';

/** The newest few-step adapter that fits the open model; null where there is none. */
export function fewStepAdapter(): KeptAdapter | null {
  return newestFitting(useLibrary.getState().adapters, useFit.getState().fitErrors);
}

/** The same, followed. */
export function useFewStepAdapter(): KeptAdapter | null {
  const fitErrors = useFit((state) => state.fitErrors);
  return useLibrary(({ adapters }) => newestFitting(adapters, fitErrors));
}

function newestFitting(adapters: readonly KeptAdapter[], fitErrors: Readonly<Record<string, string>>) {
  return adapters.find(({ id, fewSteps }) => fewSteps && own(fitErrors, id) === undefined) ?? null;
}

/** Ids of all few-step adapters of the library. */
export function useFewStepIds(): ReadonlySet<string> {
  const adapters = useLibrary((state) => state.adapters);
  return fewStepIds(adapters);
}

export function fewStepIds(adapters: readonly Pick<KeptAdapter, 'id' | 'fewSteps'>[]): ReadonlySet<string> {
  return new Set(adapters.flatMap(({ id, fewSteps }) => (fewSteps ? [id] : [])));
}

type Drawing = Pick<DrawingDraft<CreateSettings>, keyof SamplingSettings | 'adapters'>;

/** Whether the form draws in a few steps with one of these adapters. */
export function isQuick({ adapters, sampler }: Drawing, few: ReadonlySet<string>): boolean {
  return sampler === 'lcm' && adapters.some(({ id, weight }) => few.has(id) && weight !== 0);
}

/** What makes a form draw in a few steps with this adapter, beside the others that it has. */
export function quickChange({ adapters }: Drawing, adapter: string, sampling: SamplingSettings): Drawing {
  const others: readonly AdapterChoice[] = adapters.filter(({ id }) => id !== adapter);
  return { ...draftOf(sampling), adapters: [...others, { id: adapter, weight: 1 }] };
}

/** What makes it draw as the model does without. */
export function usualChange({ adapters }: Drawing, few: ReadonlySet<string>, sampling: SamplingSettings): Drawing {
  return { ...draftOf(sampling), adapters: adapters.filter(({ id }) => !few.has(id)) };
}
