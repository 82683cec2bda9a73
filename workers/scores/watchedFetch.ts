/** `fetch` for a library that knows no patience of its own: where nothing comes any more, it breaks off. */
import { STALL, stallWatch } from '@weft/engine';

/** As `fetch`. @throws Error, while connecting or while its body is read, where nothing came for half a minute */
export async function watchedFetch(input: RequestInfo | URL, init: RequestInit = {}): Promise<Response> {
  const silent = new AbortController();
  const reason = new Error(`nothing came for ${STALL / 1000} s`);
  const end = () => silent.abort(reason);
  const signal = init.signal ? AbortSignal.any([init.signal, silent.signal]) : silent.signal;
  const watch = stallWatch(end);
  const response = await fetch(input, { ...init, signal }).finally(watch.end);
  const reader = response.body?.getReader();
  if (!reader) return response;
  const body = new ReadableStream<Uint8Array>({
    async pull(controller) {
      // Only while it waits for the next piece: whoever reads may take their time.
      const watch = stallWatch(end);
      const { done, value } = await reader.read().finally(watch.end);
      if (done) controller.close();
      else controller.enqueue(value);
    },
    cancel: (why) => reader.cancel(why),
  });
  const { status, statusText, headers } = response;
  return new Response(body, { status, statusText, headers });
}
