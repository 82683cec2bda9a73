/** What a model hub is asked for, and what it answers: addresses, listings, files that are not what was listed. */
import { parseHubAddress } from '../../../workers/models/hub/hubAddress.ts';
import { fileUrl, listRepository } from '../../../workers/models/hub/hubListing.ts';
import { lookUp } from '../../../workers/models/hub/lookUp.ts';
import { hubModelId } from '../../../workers/models/modelIdentity.ts';
import type { Part } from '../mutators/parts.ts';
import { safetensorsAmongParts } from '../mutators/safetensors.ts';
import { bytesTarget, holds, jsonTarget, partsTarget, type Target, textTarget } from '../target.ts';
import { utf8 } from './fixtures.ts';
import { smallFolder } from './smallModel.ts';

const COMMIT = '0123456789abcdef0123456789abcdef01234567';
const listing = (parts: readonly Part[]) => ({
  sha: COMMIT,
  siblings: parts.map(({ path, bytes }) => ({
    rfilename: path,
    size: bytes.length,
    ...(path.endsWith('.safetensors')
      ? { lfs: { sha256: '0'.repeat(64), size: bytes.length } }
      : { blobId: '0'.repeat(40) }),
  })),
});

/** Answers requests while `use` goes on. */
async function answering<T>(
  answer: (url: string, range: string | null) => Response,
  use: () => Promise<T>,
): Promise<T> {
  const own = globalThis.fetch;
  globalThis.fetch = async (asked, init) => answer(String(asked), new Headers(init?.headers).get('range'));
  try {
    return await use();
  } finally {
    globalThis.fetch = own;
  }
}

const WHOLE = smallFolder();
const AS_IT_SHOULD_BE = JSON.stringify(listing(WHOLE));

const address = { hub: 'https://hub.example', repository: 'weaver/loom', revision: 'main' };
const access = { repository: 'weaver/loom', token: '' };
const goesOn = new AbortController().signal;

/** A part of a file, or all of it. */
function served(bytes: Uint8Array<ArrayBuffer>, range: string | null): Response {
  const [, from, to] = /^bytes=(\d+)-(\d+)$/.exec(range ?? '') ?? [];
  if (from === undefined || to === undefined) return new Response(bytes);
  return new Response(bytes.slice(Number(from), Number(to) + 1), { status: 206 });
}

export const hubTargets: readonly Target[] = [
  textTarget({
    name: 'hub-address',
    seeds: () => [
      'owner/name',
      'owner/name@fp16',
      'https://huggingface.co/owner/name/tree/refs%2Fpr%2F3/unet',
      'hf.co/owner/name',
      'https://mirror.example:8443/owner/name/resolve/main/a.safetensors?download=true#x',
    ],
    words: [
      '/',
      '@',
      '..',
      '../..',
      '%2e%2e',
      '%2F',
      '%',
      '\\',
      'https://',
      'http://',
      'user:pass@',
      '[::1]',
      '\ud800',
      '?',
      '#',
    ],
    run: (text) => {
      const { hub, repository, revision } = parseHubAddress(text);
      const url = new URL(`${hub}/api/models/${repository}/revision/${encodeURIComponent(revision)}?blobs=true`);
      holds(url.pathname.startsWith(`/api/models/${repository}/revision/`), `it is asked for at ${url.pathname}`);
      holds(/^[a-z0-9][a-z0-9-]{0,79}$/.test(hubModelId(repository, COMMIT)), 'its folder has no plain name');
      const file = new URL(fileUrl(hub, repository, COMMIT, 'unet/config.json'));
      holds(file.pathname === `/${repository}/resolve/${COMMIT}/unet/config.json`, `its files are at ${file.pathname}`);
    },
  }),
  jsonTarget({
    name: 'hub-listing',
    seeds: () => [listing(WHOLE), { sha: COMMIT, siblings: [] }],
    words: ['rfilename', 'size', 'lfs', 'blobId', 'sha256', '../../x', '/etc/passwd', 'a\\b', 'unet/config.json'],
    run: async (text) => {
      const { files } = await answering(
        () => new Response(text),
        () => listRepository(address, access, goesOn),
      );
      for (const { path, bytes } of files) {
        holds(Number.isSafeInteger(bytes) && bytes >= 0, `${path} has ${bytes} bytes`);
        const { pathname } = new URL(fileUrl(address.hub, address.repository, COMMIT, path));
        holds(pathname.startsWith(`/weaver/loom/resolve/${COMMIT}/`), `${path} leads to ${pathname}`);
      }
    },
  }),
  bytesTarget({
    name: 'hub-answer',
    seeds: () => [utf8(AS_IT_SHOULD_BE), utf8('<html></html>'), utf8('null')],
    run: (bytes) =>
      answering(
        () => new Response(bytes),
        () => listRepository(address, access, goesOn),
      ),
  }),
  partsTarget({
    name: 'hub-files',
    seeds: () => [WHOLE],
    change: safetensorsAmongParts(0.8),
    run: async (parts) => {
      // Listed as what is sent, so that it is read, or now and then as it should be.
      const bytes = parts.reduce((sum, part) => sum + part.bytes.length, 0);
      const listed = bytes % 3 === 0 ? AS_IT_SHOULD_BE : JSON.stringify(listing(parts));
      const sent = new Map(parts.map(({ path, bytes }) => [path, bytes]));
      const answer = (url: string, range: string | null) => {
        if (url.includes('/api/models/')) return new Response(listed);
        const file = sent.get(decodeURIComponent(url.split(`/${COMMIT}/`)[1] ?? ''));
        return file ? served(file, range) : new Response('', { status: 404 });
      };
      await answering(answer, () => lookUp({ repository: 'weaver/loom', token: '', confirmedHubs: [] }, goesOn));
    },
  }),
];
