/** The panel that the address names, as React state; an adapter or a prompt it names is taken into Create's form. */
import { useEffect, useSyncExternalStore } from 'react';
import { editCreate } from '../features/create/galleryStore.ts';
import { type Route, readPanel } from './address.ts';

function subscribe(onChange: () => void): () => void {
  addEventListener('hashchange', onChange);
  return () => removeEventListener('hashchange', onChange);
}

export function useRoute(): Route {
  const hash = useSyncExternalStore(subscribe, () => location.hash);
  const { route, adapter, step, prompt } = readPanel(hash);
  useEffect(() => {
    if (adapter !== null) editCreate({ adapters: [{ id: adapter, weight: 1, step: step ?? undefined }] });
  }, [adapter, step]);
  useEffect(() => {
    if (prompt !== null) editCreate({ prompt });
  }, [prompt]);
  return route;
}
