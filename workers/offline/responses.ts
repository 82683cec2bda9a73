/** Answers as the studio needs them, whatever host the files came from. */

/** By these a page and its workers get SharedArrayBuffer, hence threads in wasm. */
const ISOLATION = {
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Embedder-Policy': 'require-corp',
} as const;

/** Pages and workers are what the two headers are asked of. */
export const isProgram = ({ destination }: Pick<Request, 'destination'>): boolean =>
  destination === 'document' || destination === 'worker' || destination === 'sharedworker';

/** The same answer with the headers for isolation, where the host sent none of its own. */
export function isolated(response: Response): Response {
  const headers = new Headers(response.headers);
  for (const [name, value] of Object.entries(ISOLATION)) if (!headers.has(name)) headers.set(name, value);
  // Also, a new answer is of no other address: browsers refuse to open a page by one that was led elsewhere.
  return new Response(response.body, { status: response.status, statusText: response.statusText, headers });
}

/** What HEAD asks for. @param bytes of the file; a packed answer says another length, a streamed one none */
export function headOf({ status, statusText, headers: sent }: Response, bytes: number): Response {
  const headers = new Headers(sent);
  headers.set('Content-Length', String(bytes));
  return new Response(null, { status, statusText, headers });
}

/** What servers answer where there is no such file. */
export const notFound = () =>
  new Response('not found', { status: 404, headers: { 'Content-Type': 'text/plain; charset=utf-8' } });

/** An empty page that asks for `url` anew. */
export function askAgain(url: string): Response {
  const escaped = url.replaceAll('&', '&amp;').replaceAll('"', '&quot;');
  return isolated(
    new Response(`<!doctype html><meta charset="utf-8"><meta http-equiv="refresh" content="0; url=${escaped}">`, {
      headers: { 'Content-Type': 'text/html; charset=utf-8', 'Cache-Control': 'no-store' },
    }),
  );
}
