/**
 * Tells of a new version once it is all there. The page and its workers stay with theirs until a person asks for the new one;
 * then it takes over where no other page uses the old, and this page loads anew.
 */
import type { TakeOverAnswer, TakeOverMessage } from '../../contract/offlineWorker.ts';
import { t } from '../../kit/language/t.ts';
import { notify } from '../../session/noticesStore.ts';

/** Milliseconds between two looks for a new version by a page that stays open. */
const BETWEEN_LOOKS = 60 * 60_000;

/** @param isBusy whether loading anew would break something off */
export function watchVersions(
  workers: ServiceWorkerContainer,
  registration: ServiceWorkerRegistration,
  isBusy: () => boolean,
): void {
  const tell = () => tellOf(registration, isBusy);
  if (registration.waiting) tell();
  registration.addEventListener('updatefound', () => {
    const { installing } = registration;
    installing?.addEventListener('statechange', () => {
      // The first of all is no news.
      if (installing.state === 'installed' && registration.active) tell();
    });
  });
  let served = workers.controller !== null;
  workers.addEventListener('controllerchange', () => {
    // By now the files are the new version's. A first visit's page is taken into its own.
    if (served) location.reload();
    served = true;
  });
  // The browser looks for one whenever the page is opened.
  let looked = Date.now();
  document.addEventListener('visibilitychange', () => {
    if (document.hidden || Date.now() - looked < BETWEEN_LOOKS) return;
    looked = Date.now();
    registration.update().catch(() => undefined);
  });
}

function tellOf(registration: ServiceWorkerRegistration, isBusy: () => boolean): void {
  notify(t('A new version of Weft is there.'), t('Reload to use it.'), {
    action: { label: t('Reload to use it'), act: () => void useNewVersion(registration, isBusy) },
  });
}

/** Has the version that waits take over, whereupon the page loads anew; or says why not now. */
export async function useNewVersion(
  registration: Pick<ServiceWorkerRegistration, 'waiting'>,
  isBusy: () => boolean,
): Promise<void> {
  if (isBusy()) {
    notify(t('Weft is still at work here.'), t('Use the new version when it is done: a reload would break it off.'));
    return;
  }
  const { waiting } = registration;
  // Another page has it take over at this moment, and this one with it.
  if (!waiting) return;
  if ((await askToTakeOver(waiting)) === 'in use') {
    notify(
      t('Weft is open in another tab or window too, which uses the present version.'),
      t('Close it there, and reload here to use the new version.'),
    );
  }
}

function askToTakeOver(worker: Pick<ServiceWorker, 'postMessage'>): Promise<TakeOverAnswer> {
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = ({ data }) => {
      port1.close();
      resolve(data === 'in use' ? 'in use' : 'taking over');
    };
    worker.postMessage({ kind: 'take over' } satisfies TakeOverMessage, [port2]);
  });
}
