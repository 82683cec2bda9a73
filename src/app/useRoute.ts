/** The panel that the address names, as React state. */
import { useSyncExternalStore } from 'react';
import { type Route, readPanel } from './address.ts';

function subscribe(onChange: () => void): () => void {
  addEventListener('hashchange', onChange);
  return () => removeEventListener('hashchange', onChange);
}

/** The address's hash, e.g. `#/train`. */
export function useHash(): string {
  return useSyncExternalStore(subscribe, () => location.hash);
}

export function useRoute(): Route {
  return readPanel(useHash()).route;
}
