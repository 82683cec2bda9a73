/** Requests to a model hub, and what its refusals mean. */

import { STALL, stallWatch } from '@weft/engine';
import { type StudioError, studioError } from '../../../src/contract/errors.ts';
import { say } from '../../../src/contract/message.ts';
import { HUGGING_FACE, isThisMachine } from './hubTrust.ts';

/** Names a repository in messages, and says with which token it is asked for. */
export interface HubAccess {
  repository: string;
  /** What this very hub hears (`tokenFor`); empty for none. */
  token: string;
}

/** Headers of every request; a hub's redirect to where its files lie leaves the token out. */
export function hubHeaders({ token }: HubAccess): Record<string, string> {
  return token === '' ? {} : { Authorization: `Bearer ${token}` };
}

/**
 * Asks for a small file, a listing, or a part of a large file.
 * @param headers beside the usual ones @throws StudioError where the hub can't be reached or refuses
 */
export async function askHub(
  url: string,
  access: HubAccess,
  signal: AbortSignal,
  headers: Record<string, string> = {},
): Promise<Response> {
  let response: Response;
  const silent = new AbortController();
  const watch = stallWatch(() => silent.abort());
  try {
    response = await fetch(url, {
      headers: { ...hubHeaders(access), ...headers },
      cache: 'no-store',
      signal: AbortSignal.any([signal, silent.signal]),
    });
  } catch (error) {
    if (signal.aborted) throw error;
    throw silent.signal.aborted ? stalled() : unreachable(url);
  } finally {
    watch.end();
  }
  if (!response.ok) throw hubError(response, access);
  return response;
}

function stalled(): StudioError {
  return studioError(
    'connection-lost',
    say('The model hub sent nothing for {seconds} s.', { seconds: STALL / 1000 }),
    'Check the connection and try again.',
  );
}

/** Hubs that the page has no leave to reach fail as those do that are away, and browsers don't tell which it is. */
function unreachable(url: string): StudioError {
  const { origin, host } = new URL(url);
  if (origin === HUGGING_FACE || isThisMachine(origin)) {
    return studioError(
      'connection-lost',
      'The model hub can’t be reached.',
      'Check the connection and try again. A model’s folder from another disk can be added without it.',
    );
  }
  return studioError(
    'connection-lost',
    say('{host} can’t be reached.', { host }),
    'Check the connection. A mirror of the hub must also be named where this studio is served from, behind connect-src.',
  );
}

/** An answer's bytes, `most` of them at most: what comes beyond is left, however long it is. @throws as `askHub` */
export async function readUpTo(
  response: Response,
  most: number,
  signal: AbortSignal,
): Promise<Uint8Array<ArrayBuffer>> {
  const pieces: Uint8Array[] = [];
  let length = 0;
  const reader = response.body?.getReader();
  let silent = false;
  // Ends the read that waits, as if that were all.
  const watch = stallWatch(() => {
    silent = true;
    reader?.cancel().catch(() => undefined);
  });
  try {
    for (let next = await reader?.read(); next && !next.done; next = await reader?.read()) {
      watch.heard();
      pieces.push(next.value);
      length += next.value.length;
      if (length >= most) break;
    }
  } catch (error) {
    if (signal.aborted) throw error;
    throw studioError('connection-lost', 'The connection to the model hub broke off.', 'Try again.');
  } finally {
    watch.end();
    await reader?.cancel().catch(() => undefined);
  }
  if (silent) throw stalled();
  const bytes = new Uint8Array(Math.min(length, most));
  let at = 0;
  for (const piece of pieces) {
    const part = piece.subarray(0, bytes.length - at);
    bytes.set(part, at);
    at += part.length;
  }
  return bytes;
}

/** What a status other than success means. */
export function hubError(response: Response, { repository, token }: HubAccess): StudioError {
  const { status } = response;
  // The hub's own word for the reason; where the repository is unknown it answers 401 to those without a token.
  const reason = response.headers.get('x-error-code') ?? '';
  if (reason === 'GatedRepo' || status === 403) {
    return studioError(
      'model-unavailable',
      say('“{repository}” is open only to those who have accepted its terms.', { repository }),
      'Accept them on its page at the hub, make an access token there, and enter it here.',
    );
  }
  if (reason === 'RevisionNotFound') {
    return studioError(
      'model-unavailable',
      say('“{repository}” has no such revision.', { repository }),
      'Check what stands behind the @.',
    );
  }
  if (status === 401 || status === 404) {
    return studioError(
      'model-unavailable',
      token === ''
        ? say('The hub has no public repository “{repository}”.', { repository })
        : say('The hub has no repository “{repository}” that this access token may read.', { repository }),
      'Check how it is written. If it is private, enter an access token that may read it.',
    );
  }
  if (status === 429) {
    return studioError(
      'connection-lost',
      'The hub has had too many requests from here.',
      'Try again in a few minutes.',
    );
  }
  return studioError(
    'connection-lost',
    say('The hub answered with an error ({status}).', { status }),
    'Try again in a while.',
  );
}
