/** Which hubs are asked, and which of them hear the access token. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { parseHubAddress } from '../../../workers/models/hub/hubAddress.ts';
import { askHub } from '../../../workers/models/hub/hubRequest.ts';
import { isKnownHub, tokenFor } from '../../../workers/models/hub/hubTrust.ts';
import { lookUp } from '../../../workers/models/hub/lookUp.ts';

const MIRROR = 'https://mirror.example';
const { signal } = new AbortController();

describe('a hub', () => {
  it.each([
    ['https://huggingface.co', [], true, 'secret'],
    [MIRROR, [], false, ''],
    [MIRROR, [MIRROR], true, 'secret'],
    // Names that only look like the hub's, and another port of its host.
    ['https://huggingface.co.example', [], false, ''],
    ['https://huggingface.co:8443', [], false, ''],
    ['https://files.huggingface.co', [MIRROR], false, ''],
    // This machine is asked without a question, and hears no token.
    ['http://127.0.0.1:8080', [], true, ''],
    ['http://localhost:8080', [], true, ''],
    ['http://[::1]:8080', [], true, ''],
    ['http://127.0.0.1.example', [], false, ''],
    // As an earlier version may have kept it with a download.
    ['http://mirror.example', ['http://mirror.example'], true, ''],
  ])('%s, with %j confirmed', (hub, confirmed, known, heard) => {
    expect(isKnownHub(hub, confirmed)).toBe(known);
    expect(tokenFor(hub, ' secret ', confirmed)).toBe(heard);
  });

  it.each(['http://mirror.example/owner/name', 'http://192.168.1.2/owner/name', 'http://127.0.0.1.example/owner/name'])(
    'is not asked without encryption: %s',
    (address) => {
      expect(() => parseHubAddress(address)).toThrow(/without encryption/);
    },
  );
});

describe('looking a model up', () => {
  afterEach(() => vi.unstubAllGlobals());

  /** Answers nothing of use; gives what was asked, and with which token. */
  function listen() {
    const asked: { url: string; token: string | undefined }[] = [];
    vi.stubGlobal('fetch', async (url: string, { headers }: { headers: Record<string, string> }) => {
      asked.push({ url, token: headers.Authorization });
      return new Response('', { status: 404 });
    });
    return asked;
  }

  it('sends nothing to a hub that was not confirmed, and names it', async () => {
    const asked = listen();
    const request = { repository: `${MIRROR}/owner/name`, token: 'secret', confirmedHubs: [] };
    expect(await lookUp(request, signal)).toEqual({ unknownHub: MIRROR });
    expect(asked).toEqual([]);
  });

  it('sends the token to Hugging Face and to a confirmed hub, and to this machine without it', async () => {
    const asked = listen();
    const look = (repository: string) => lookUp({ repository, token: 'secret', confirmedHubs: [MIRROR] }, signal);
    await expect(look('owner/name')).rejects.toThrow('this access token may read');
    await expect(look(`${MIRROR}/owner/name`)).rejects.toThrow('this access token may read');
    await expect(look('http://127.0.0.1:8080/owner/name')).rejects.toThrow('no public repository');
    expect(asked.map(({ url, token }) => [new URL(url).origin, token])).toEqual([
      ['https://huggingface.co', 'Bearer secret'],
      [MIRROR, 'Bearer secret'],
      ['http://127.0.0.1:8080', undefined],
    ]);
  });
});

describe('a redirect', () => {
  const servers: Server[] = [];
  afterEach(() => {
    for (const server of servers.splice(0)) server.close();
  });

  async function serve(answer: (request: IncomingMessage, response: ServerResponse) => void): Promise<string> {
    const server = createServer(answer);
    servers.push(server);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  }

  it('to where the hub’s files lie loses the token on the way', async () => {
    const heard: (string | undefined)[] = [];
    const files = await serve(({ headers }, response) => {
      heard.push(headers.authorization);
      response.end('the file');
    });
    const hub = await serve(({ headers }, response) => {
      heard.push(headers.authorization);
      response.writeHead(302, { Location: `${files}/blob` }).end();
    });
    const response = await askHub(`${hub}/owner/name`, { repository: 'owner/name', token: 'secret' }, signal);
    expect(await response.text()).toBe('the file');
    expect(heard).toEqual(['Bearer secret', undefined]);
  });
});
