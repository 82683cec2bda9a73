/**
 * The service worker: keeps the studio's files, so that it opens without a network, always whole in one version; gives
 * wasm its threads on hosts that send no headers for it; takes what other programs share. What it has no part in goes to
 * the network as if it were not there, and so does all of it where it can't be installed.
 */
import { filesCache, readOfflineMessage, sharedCache } from '../src/contract/offlineWorker.ts';
import { KeptFiles } from './offline/KeptFiles.ts';
import { takeOver } from './offline/newVersion.ts';
import { askAgain, headOf, isolated, isProgram, notFound } from './offline/responses.ts';
import { isShare, takeShare } from './offline/sharedFiles.ts';
import { fileAt, filesOf, keepingOf, neededBy, type SiteFile, type SiteList } from './offline/siteFiles.ts';
import { endIfWithdrawn } from './offline/withdrawn.ts';

declare const self: ServiceWorkerGlobalScope & { readonly __SITE_FILES__: SiteList };

const { registration, clients } = self;
const { scope } = registration;
/** The build puts the list in this name's place. */
const files = filesOf(self.__SITE_FILES__);
const kept = new KeptFiles(files, scope, filesCache(scope));

self.addEventListener('install', (event) => event.waitUntil(keepAtFirst()));

/** The page's own files; and, of a new version, the next of all that is kept of the old: it too opens without a network. */
async function keepAtFirst(): Promise<void> {
  const known = new Set(await kept.knownIn(files));
  await kept.keep(files.filter((file) => keepingOf(file.url) === 'page' || known.has(file)));
}

self.addEventListener('activate', (event) => {
  // No page of another version is left. What was shared and never taken goes too.
  event.waitUntil(Promise.all([kept.forgetOthers(), caches.delete(sharedCache(scope))]));
});

self.addEventListener('message', (event) => {
  const message = readOfflineMessage(event.data);
  if (message?.kind === 'take over') {
    const asking = event.source && 'id' in event.source ? event.source.id : null;
    event.waitUntil(takeOver(self, asking).then((answer) => event.ports[0]?.postMessage(answer)));
  }
  if (message?.kind === 'keep') {
    const ofThisVersion = files.some(({ url }) => new URL(url, scope).href === message.script);
    // A first visit's page came before its worker; from now on it is served by it, and no newer one comes between.
    if (ofThisVersion) event.waitUntil(clients.claim());
    event.waitUntil(keepForStudio(neededBy(files, message.device, 'Suspending' in WebAssembly)));
  }
});

// A note on a phone that is pressed brings the page back.
self.addEventListener('notificationclick', (event) => {
  event.notification.close();
  event.waitUntil(clients.matchAll({ type: 'window' }).then(([page]) => page?.focus() ?? clients.openWindow(scope)));
});

self.addEventListener('fetch', (event) => {
  const { request } = event;
  if (isShare(request, scope)) return event.respondWith(takeShare(request, scope));
  const file = fileAt(files, request, scope);
  if (!file || !(request.method === 'GET' || request.method === 'HEAD') || request.headers.has('range')) return;
  if (file === 'missing') return event.respondWith(notFound());
  if (request.mode === 'navigate') event.waitUntil(endIfWithdrawn(registration, self.location.href));
  event.respondWith(answer(event, file));
});

async function answer(event: FetchEvent, file: SiteFile): Promise<Response> {
  const { request } = event;
  try {
    const response = await kept.answer(file, (work) => event.waitUntil(work));
    if (request.method === 'HEAD') return headOf(response, file.bytes);
    return isProgram(request) ? isolated(response) : response;
  } catch (error) {
    // It is not kept any more, and the server has none or another. A page that is open gets nothing that isn't its own.
    if (request.mode !== 'navigate') throw error;
    // One that is opened comes whole from a server that answers, without this worker.
    await fetch(request.url, { method: 'HEAD' });
    await registration.unregister();
    return askAgain(request.url);
  }
}

/** What there is no room or no network for now is kept when it is used, or at the next visit. */
async function keepForStudio(needed: readonly SiteFile[]): Promise<void> {
  if (await kept.exists()) await Promise.allSettled(needed.map((file) => kept.keep([file])));
}
