/**
 * Where the studio no longer lies, as when another program serves this address now, the service worker ends itself: it
 * would go on showing the studio in that program's place.
 */

/** What a host answers to the worker's own address once it lies there no more. */
export function saysWithdrawn({ status, type, ok, headers }: Pick<Response, 'status' | 'type' | 'ok' | 'headers'>) {
  // A network that asks for a sign-in leads elsewhere.
  if (type === 'opaqueredirect') return false;
  if (status === 404 || status === 410) return true;
  // Servers of one-page applications answer with their page.
  return ok && !/javascript/i.test(headers.get('content-type') ?? '');
}

/** Looks, and ends the worker where it is so. Without a network nothing is concluded. */
export async function endIfWithdrawn(
  registration: Pick<ServiceWorkerRegistration, 'unregister'>,
  address: string,
): Promise<void> {
  // Some hosts know no HEAD: it alone ends nothing.
  for (const method of ['HEAD', 'GET']) {
    const answer = await fetch(address, { method, cache: 'no-store', redirect: 'manual' }).catch(() => null);
    if (!answer || !saysWithdrawn(answer)) return;
  }
  await registration.unregister();
}
