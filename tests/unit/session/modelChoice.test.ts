/** Which model is to be open over a reload, and a page that ended in the middle of opening it. */
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { type ModelChoice, readModelChoice, STARTER, writeModelChoice } from '../../../src/session/modelChoice.ts';

const OTHER: ModelChoice = { ref: { kind: 'stored', id: 'sd15' }, name: 'Stable Diffusion' };
let stored: Map<string, string>;

beforeEach(() => {
  stored = new Map();
  vi.stubGlobal('localStorage', {
    getItem: (key: string) => stored.get(key) ?? null,
    setItem: (key: string, value: string) => void stored.set(key, value),
  });
});
afterEach(() => void vi.unstubAllGlobals());

it('is the starter at first', () => {
  expect(readModelChoice()).toEqual({ choice: STARTER, ended: false });
});

it.each([
  ['that was being opened has ended the page', OTHER, 'opening', true],
  ['whose opening had come to its end has not', OTHER, 'ended', false],
  ['that is the starter is opened again in any case', STARTER, 'opening', false],
] as const)('one %s', (_, choice, moment, ended) => {
  writeModelChoice(choice, moment);
  expect(readModelChoice()).toEqual({ choice, ended });
});

it('reads what 0.2.0 noted', () => {
  stored.set('weft-model', '{"ref":{"kind":"stored","id":"sd15"},"name":"Stable Diffusion","opening":true}');
  expect(readModelChoice()).toEqual({ choice: OTHER, ended: true });
});

it.each(['', '{', '{"ref":{"kind":"other"},"name":"x","opening":false}', '{"name":"x"}'])(
  'is the starter where %j stands there',
  (text) => {
    stored.set('weft-model', text);
    expect(readModelChoice()).toEqual({ choice: STARTER, ended: false });
  },
);

it('is the starter where storage is closed to the page, and choosing goes on', () => {
  const closed = () => {
    throw new DOMException('closed', 'SecurityError');
  };
  vi.stubGlobal('localStorage', { getItem: closed, setItem: closed });
  writeModelChoice(OTHER, 'ended');
  expect(readModelChoice()).toEqual({ choice: STARTER, ended: false });
});
