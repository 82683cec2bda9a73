/** How a repository is named by those who look for a model. */
import { describe, expect, it } from 'vitest';
import { parseHubAddress } from '../../../workers/models/hub/hubAddress.ts';

const HUB = 'https://huggingface.co';

describe('a repository’s address', () => {
  it.each([
    ['owner/name', HUB, 'owner/name', 'main'],
    ['  owner/name ', HUB, 'owner/name', 'main'],
    ['owner/name@fp16', HUB, 'owner/name', 'fp16'],
    ['https://huggingface.co/owner/name', HUB, 'owner/name', 'main'],
    ['huggingface.co/owner/name/', HUB, 'owner/name', 'main'],
    ['https://hf.co/owner/name/tree/fp16/unet', HUB, 'owner/name', 'fp16'],
    ['https://huggingface.co/owner/name/tree/refs%2Fpr%2F3', HUB, 'owner/name', 'refs/pr/3'],
    ['https://huggingface.co/owner/name/blob/main/unet/config.json?download=true', HUB, 'owner/name', 'main'],
    ['http://huggingface.co/owner/name', HUB, 'owner/name', 'main'],
    ['https://mirror.example/owner/name', 'https://mirror.example', 'owner/name', 'main'],
    ['https://huggingface.co@mirror.example/owner/name', 'https://mirror.example', 'owner/name', 'main'],
    ['http://127.0.0.1:8080/owner/name', 'http://127.0.0.1:8080', 'owner/name', 'main'],
    ['http://localhost/owner/name', 'http://localhost', 'owner/name', 'main'],
  ])('%s', (text, hub, repository, revision) => {
    expect(parseHubAddress(text)).toEqual({ hub, repository, revision });
  });

  it.each([
    '',
    'name',
    'owner/name/more',
    'my model/v 1',
    'https://huggingface.co/owner',
    'https://%%',
    '../..',
    'owner/..',
    './name',
    'owner/name@../../other',
    'owner/name@a b',
    '\u{1d4b3}\ud835/name',
    'https://huggingface.co/owner/%E0%A4%A',
    `owner/${'n'.repeat(600)}`,
  ])('is not “%s”', (text) => {
    expect(() => parseHubAddress(text)).toThrow(/repository|Nothing/);
  });
});
