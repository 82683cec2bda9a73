/** An adapter's numbers as graph inputs: cut where layers end, none too large to be bound, nothing lost. */

import { loraSize, parseConfig, thetaParts, UNetConfig, unetModules } from '@weft/engine/internal';
import { expect, it } from 'vitest';
import { readFixtureJson } from '../fixtures.ts';

const unet = parseConfig(UNetConfig, readFixtureJson('unet/config.json'), 'unet/config.json');
const mix = { rank: 3, modules: unetModules(unet).map((module, i) => (i % 2 ? module : { ...module, rank: 5 })) };
const whole = loraSize(mix.modules, mix.rank);

it('is one input where it is small', () => {
  expect(thetaParts(mix)).toEqual([{ name: 'theta0', modules: mix.modules, from: 0, to: whole }]);
});

it('is several, each with its own layers and numbers, where it is large', () => {
  const most = 2000;
  const parts = thetaParts(mix, most);
  expect(parts.length).toBeGreaterThan(3);
  expect(parts.flatMap(({ modules }) => modules)).toEqual(mix.modules);
  expect(new Set(parts.map(({ name }) => name)).size).toBe(parts.length);
  let at = 0;
  for (const { modules, from, to } of parts) {
    expect(from).toBe(at);
    expect(to - from).toBe(loraSize(modules, mix.rank));
    expect(to - from <= most || modules.length === 1).toBe(true);
    at = to;
  }
  expect(at).toBe(whole);
});
