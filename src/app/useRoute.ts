/** The panel that the address names, as React state; what it names to draw with is taken into Create's or Compare's form. */
import { useEffect, useSyncExternalStore } from 'react';
import { compareCheckpoints } from '../features/compare/compareStore.ts';
import { editCreate } from '../features/create/galleryStore.ts';
import { askPrediction } from '../features/models/modelStore.ts';
import { type Route, readPanel } from './address.ts';

function subscribe(onChange: () => void): () => void {
  addEventListener('hashchange', onChange);
  return () => removeEventListener('hashchange', onChange);
}

export function useRoute(): Route {
  const hash = useSyncExternalStore(subscribe, () => location.hash);
  const { route, adapter, step, prompt, checkpoints, predict } = readPanel(hash);
  useEffect(() => {
    if (adapter !== null) editCreate({ adapters: [{ id: adapter, weight: 1, step: step ?? undefined }] });
  }, [adapter, step]);
  useEffect(() => {
    if (prompt !== null) editCreate({ prompt });
  }, [prompt]);
  useEffect(() => {
    if (checkpoints !== null) compareCheckpoints(checkpoints);
  }, [checkpoints]);
  useEffect(() => {
    if (predict !== null) askPrediction(predict);
  }, [predict]);
  return route;
}
