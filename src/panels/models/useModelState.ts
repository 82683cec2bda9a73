/** Whether a model is the one that is open, or the one that is being opened. */
import type { ModelRef } from '../../../workers/protocol.ts';
import { useStudio } from '../../stores/studioStore.ts';

export function useModelState(ref: ModelRef): 'open' | 'opening' | undefined {
  return useStudio(({ opening }) => {
    if (opening.state === 'ready' && isSame(opening.model.ref, ref)) return 'open';
    return opening.state === 'loading' && isSame(opening.choice.ref, ref) ? 'opening' : undefined;
  });
}

function isSame(a: ModelRef, b: ModelRef): boolean {
  return a.kind === 'stored' ? b.kind === 'stored' && a.id === b.id : b.kind === 'starter';
}
