/**
 * The service worker's side in the page: it is installed after all else has begun, and told what to keep. None of it is
 * needed to work: where a browser has no service workers, as in some private windows, or storage refuses, nothing is said.
 */
import { ASKED, filesCache, type KeepMessage, OFFLINE_WORKER, sharedCache } from '../../contract/offlineWorker.ts';
import { useDataset } from '../../features/dataset/datasetStore.ts';
import { t } from '../../kit/language/t.ts';
import { notify } from '../../session/noticesStore.ts';
import { useStudio } from '../../session/studioStore.ts';
import { hasUnsaved } from '../unsaved.ts';
import { forThreads, noteReload } from './reloading.ts';
import { isTouched } from './touched.ts';
import { watchVersions } from './versions.ts';

/** Installs it, or removes it where the address asks for that. */
export async function install(): Promise<void> {
  // Not there on pages without TLS, this machine's own aside.
  const workers: ServiceWorkerContainer | undefined = navigator.serviceWorker;
  if (!workers) return;
  try {
    if (new URLSearchParams(location.search).get(ASKED.offline) === 'remove') return await remove(workers);
    const served = workers.controller !== null;
    const registration: ServiceWorkerRegistration | undefined = await workers.register(
      new URL(OFFLINE_WORKER, document.baseURI),
      { updateViaCache: 'none' },
    );
    // Browsers that are told to refuse them say nothing.
    if (!registration) return;
    watchVersions(workers, registration, isBusy);
    const { active } = await workers.ready;
    if (!active || gainThreads(served)) return;
    whenOpen((device) => active.postMessage({ kind: 'keep', device, script: ownScript() } satisfies KeepMessage));
  } catch {
    // The studio works without; another visit tries again.
  }
}

/** Whether the page is being reloaded for them. */
function gainThreads(served: boolean): boolean {
  const visit = { isolated: crossOriginIsolated, served, touched: isTouched(), busy: isBusy() };
  let answer = forThreads({ ...visit, reloaded: false });
  if (answer === 'reload') answer = forThreads({ ...visit, reloaded: noteReload() });
  if (answer === 'reload') location.reload();
  if (answer === 'offer') whenOpen((device) => device === 'wasm' && offerReload());
  return answer === 'reload';
}

/** Whether a reload would break something off: what is computed or read, or what storage refused. */
function isBusy(): boolean {
  const { job, waiting } = useStudio.getState();
  const { reading, readingElsewhere } = useDataset.getState();
  return job !== null || waiting > 0 || reading.length + readingElsewhere > 0 || hasUnsaved();
}

function offerReload(): void {
  notify(t('Weft can use all of the processor’s cores here after a reload.'), t('Reload when it suits you.'), {
    action: { label: t('Reload'), act: () => location.reload() },
  });
}

/** Once a model is open, by when all that it needs has been fetched. */
function whenOpen(act: (device: KeepMessage['device']) => void): void {
  const device = () => {
    const { opening } = useStudio.getState();
    return opening.state === 'ready' ? opening.model.device.kind : null;
  };
  const now = device();
  if (now) {
    act(now);
    return;
  }
  const unsubscribe = useStudio.subscribe(() => {
    const opened = device();
    if (!opened) return;
    unsubscribe();
    act(opened);
  });
}

const ownScript = () => document.querySelector<HTMLScriptElement>('script[type=module][src]')?.src ?? '';

/** Milliseconds in which a worker that was about to keep a file has done so. */
const LAST_FILE = 300;
const MOST_ROUNDS = 20;

/** The worker serves this page to its end: what it was about to keep as the cache went makes one anew. */
async function deleteForGood(cache: string): Promise<void> {
  for (let round = 0; round < MOST_ROUNDS && (await caches.delete(cache)); round++) {
    await new Promise((resolve) => setTimeout(resolve, LAST_FILE));
  }
}

async function remove(workers: ServiceWorkerContainer): Promise<void> {
  const registration = await workers.getRegistration(document.baseURI);
  const scope = registration?.scope ?? new URL('./', document.baseURI).href;
  await registration?.unregister();
  await Promise.all([filesCache(scope), sharedCache(scope)].map(deleteForGood));
  notify(
    t('What Weft kept to work without a network is removed.'),
    t('Your own work is still here. The next visit without “?{offline}=remove” in the address keeps it again.', {
      offline: ASKED.offline,
    }),
  );
}
