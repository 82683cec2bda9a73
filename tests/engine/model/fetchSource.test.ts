/** A model's files over the network: what is there, what isn't, and what goes wrong on the way. */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fetchSource, MissingFileError, ModelFileError, type ModelSource } from '@weft/engine';
import { afterAll, beforeAll, expect, it } from 'vitest';

const BYTES = Uint8Array.from({ length: 100_000 }, (_, i) => i % 251);
let server: Server;
let source: ModelSource;

beforeAll(async () => {
  server = createServer((request, response) => {
    switch (request.url) {
      case '/model/unet/weights.bin':
        response.writeHead(200, { 'Content-Length': BYTES.length }).end(BYTES);
        return;
      case '/model/page':
        response.writeHead(200, { 'Content-Type': 'text/html' }).end('<!doctype html>');
        return;
      case '/model/broken':
        response.writeHead(503).end();
        return;
      case '/model/half':
        response.writeHead(200, { 'Content-Length': BYTES.length });
        response.write(BYTES.subarray(0, 1000), () => response.destroy());
        return;
      default:
        response.writeHead(404).end();
    }
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  source = fetchSource(`http://127.0.0.1:${(server.address() as AddressInfo).port}/model/`, 'mine');
});

afterAll(() => {
  server.close();
  server.closeAllConnections();
});

it('reads a file whole and in pieces, and tells how far it is', async () => {
  expect(source.name).toBe('mine');
  expect(await source.size('unet/weights.bin')).toBe(BYTES.length);
  const loaded: number[] = [];
  const read = await source.read('unet/weights.bin', (bytes) => loaded.push(bytes));
  expect(Buffer.compare(read, BYTES)).toBe(0);
  expect(loaded.at(-1)).toBe(BYTES.length);
  const file = await source.open('unet/weights.bin');
  expect(file.size).toBe(BYTES.length);
  expect(await file.read(300, 5)).toEqual(BYTES.subarray(300, 305));
});

it('takes a page in the place of a file for none', async () => {
  await expect(source.read('nothing')).rejects.toBeInstanceOf(MissingFileError);
  await expect(source.read('page')).rejects.toBeInstanceOf(MissingFileError);
  await expect(source.size('nothing')).rejects.toBeInstanceOf(MissingFileError);
});

it('tells a server’s error and a broken connection from a missing file', async () => {
  for (const path of ['broken', 'half']) {
    const error = await source.read(path).catch((caught: unknown) => caught);
    expect(error).toBeInstanceOf(ModelFileError);
    expect(error).not.toBeInstanceOf(MissingFileError);
  }
  await expect(fetchSource('http://127.0.0.1:1/', 'nobody').read('file')).rejects.toThrow('the connection failed');
});
