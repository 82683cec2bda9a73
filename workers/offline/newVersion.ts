/**
 * How a new version takes the place of the old: when the only page that uses the old one asks for it, so that no page ever
 * has files of both. That page loads anew as soon as it is so.
 */
import type { TakeOverAnswer } from '../../src/contract/offlineWorker.ts';

interface Place {
  registration: Pick<ServiceWorkerRegistration, 'scope'>;
  clients: {
    matchAll: (options: {
      type: 'window';
      includeUncontrolled: true;
    }) => Promise<readonly Pick<Client, 'id' | 'url'>[]>;
  };
  skipWaiting: () => Promise<void>;
}

/**
 * To be called in the version that waits.
 * @param asking the page that asks, by its id; null where it is not known
 */
export async function takeOver(place: Place, asking: string | null): Promise<TakeOverAnswer> {
  const { registration, clients } = place;
  const pages = await clients.matchAll({ type: 'window', includeUncontrolled: true });
  if (pages.some(({ id, url }) => id !== asking && url.startsWith(registration.scope))) return 'in use';
  // It comes true once this version serves, which the page is told of by its browser.
  void place.skipWaiting();
  return 'taking over';
}
