/** Files that another program sends (`share_target`) wait in a cache for the page, which is led to them. */
import { ASKED, SHARED_FIELD, sharedCache, sharedFolder } from '../../src/contract/offlineWorker.ts';

/** Whether it is the form that other programs send. @param scope the page's folder, absolute */
export function isShare({ method, url }: Pick<Request, 'method' | 'url'>, scope: string): boolean {
  const { origin, pathname, searchParams } = new URL(url);
  return method === 'POST' && `${origin}${pathname}` === scope && searchParams.has(ASKED.share);
}

/** Keeps what was sent and leads the page there. @param scope the page's folder, absolute */
export async function takeShare(request: Request, scope: string): Promise<Response> {
  const id = crypto.randomUUID();
  const shared = await keep(request, scope, id).then(
    () => id,
    () => 'failed',
  );
  const page = new URL(scope);
  page.searchParams.set(ASKED.shared, shared);
  return Response.redirect(page.href, 303);
}

async function keep(request: Request, scope: string, id: string): Promise<void> {
  const sent = (await request.formData()).getAll(SHARED_FIELD);
  const cache = await caches.open(sharedCache(scope));
  for (const [index, file] of sent.entries()) {
    if (typeof file === 'string') continue;
    const address = `${sharedFolder(scope, id)}${index}/${encodeURIComponent(file.name)}`;
    await cache.put(address, new Response(file, { headers: { 'Content-Type': file.type } }));
  }
}
