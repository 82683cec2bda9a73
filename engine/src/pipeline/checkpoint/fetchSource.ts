/** A model's folder on the web, in diffusers' layout. */
import { bytesSource } from '../../weights/byteSource.ts';
import { MissingFileError, ModelFileError, type ModelSource } from './source.ts';
import { STALL, stallWatch } from './stallWatch.ts';

const TRY_AGAIN = 'Check the connection and try again.';

/**
 * A model in diffusers' layout on a server, over `fetch`. What is fetched is held in memory: meant for small models.
 * @param baseUrl absolute address of its folder, with a slash at its end
 * @param name what adapters keep as their base model
 * @returns a source whose reads reject with MissingFileError where the server has no such file, with ModelFileError where
 *   the connection fails or it answers with another error
 */
export function fetchSource(baseUrl: string, name: string): ModelSource {
  async function request(path: string, method: 'GET' | 'HEAD'): Promise<Response> {
    let response: Response;
    const silent = new AbortController();
    const watch = stallWatch(() => silent.abort());
    try {
      response = await fetch(new URL(path, baseUrl), { method, signal: silent.signal });
    } catch {
      const why = silent.signal.aborted ? nothingCame : 'the connection failed';
      throw new ModelFileError(`The model's file ${path} could not be loaded: ${why}.`, TRY_AGAIN);
    } finally {
      watch.end();
    }
    // Servers of one-page applications answer with the page where they have no such file.
    if (response.status === 404 || response.headers.get('content-type')?.startsWith('text/html')) {
      throw new MissingFileError(`The model's file ${path} does not exist.`, 'Choose another model.');
    }
    if (!response.ok) {
      throw new ModelFileError(
        `The model's file ${path} could not be loaded: the server answered ${response.status}.`,
        TRY_AGAIN,
      );
    }
    return response;
  }

  async function read(path: string, onBytes: (loaded: number) => void = () => {}): Promise<Uint8Array> {
    const { body } = await request(path, 'GET');
    if (!body) throw new ModelFileError(`The model's file ${path} is empty.`, TRY_AGAIN);
    const chunks: Uint8Array[] = [];
    let loaded = 0;
    try {
      for await (const chunk of chunksOf(body)) {
        chunks.push(chunk);
        loaded += chunk.byteLength;
        onBytes(loaded);
      }
    } catch (error) {
      const why = error instanceof StalledError ? `: ${nothingCame}` : '';
      throw new ModelFileError(`Loading the model's file ${path} broke off${why}.`, TRY_AGAIN);
    }
    return join(chunks, loaded);
  }

  return {
    name,
    async size(path) {
      const response = await request(path, 'HEAD');
      return Number(response.headers.get('content-length') ?? 0);
    },
    read,
    open: async (path, onBytes) => bytesSource(await read(path, onBytes)),
  };
}

const nothingCame = `nothing came for ${STALL / 1000} s`;

class StalledError extends Error {}

/** Safari's streams are not async iterables. @throws StalledError where nothing comes any more */
async function* chunksOf(body: ReadableStream<Uint8Array>): AsyncGenerator<Uint8Array> {
  const reader = body.getReader();
  const read = async () => {
    let stalled = false;
    // Ends the read that waits, as if that were all.
    const watch = stallWatch(() => {
      stalled = true;
      reader.cancel().catch(() => undefined);
    });
    const next = await reader.read().finally(watch.end);
    if (stalled) throw new StalledError();
    return next;
  };
  try {
    for (let next = await read(); !next.done; next = await read()) yield next.value;
  } catch (error) {
    reader.cancel().catch(() => undefined);
    throw error;
  }
}

function join(chunks: readonly Uint8Array[], length: number): Uint8Array {
  const whole = new Uint8Array(length);
  let offset = 0;
  for (const chunk of chunks) {
    whole.set(chunk, offset);
    offset += chunk.byteLength;
  }
  return whole;
}
