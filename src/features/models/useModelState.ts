/** Whether a model is the one that is open, being opened, or to be opened once the running job is done. */
import type { ModelRef } from '../../contract/models.ts';
import { useStudio } from '../../session/studioStore.ts';

export type ModelState = 'open' | 'opening' | 'waiting' | undefined;

export function useModelState(ref: ModelRef): ModelState {
  return useStudio(({ opening, next }) => {
    if (next && isSame(next.ref, ref)) return 'waiting';
    if (opening.state === 'ready' && isSame(opening.model.ref, ref)) return 'open';
    return opening.state === 'loading' && isSame(opening.choice.ref, ref) ? 'opening' : undefined;
  });
}

function isSame(a: ModelRef, b: ModelRef): boolean {
  return a.kind === 'stored' ? b.kind === 'stored' && a.id === b.id : b.kind === 'starter';
}
