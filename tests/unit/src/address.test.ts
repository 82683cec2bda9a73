/** What the page's address asks for. */
import { describe, expect, it } from 'vitest';
import { readDevice, readPanel } from '../../../src/app/address.ts';

describe('the device in the address', () => {
  it.each(['auto', 'wasm', 'webgpu'] as const)('takes %s', (device) => {
    expect(readDevice(`?device=${device}`)).toEqual({ device, ignored: null });
  });

  it('is chosen by itself where none is asked for', () => {
    expect(readDevice('')).toEqual({ device: 'auto', ignored: null });
  });

  it('is ignored, and said to be, where there is no such device', () => {
    expect(readDevice('?device=toaster')).toEqual({ device: 'auto', ignored: 'toaster' });
    expect(readDevice('?device=')).toEqual({ device: 'auto', ignored: '' });
  });
});

describe('the panel in the address', () => {
  it('is read from the hash, with what to draw with', () => {
    expect(readPanel('#/train')).toEqual({
      route: 'train',
      adapter: null,
      step: null,
      prompt: null,
      checkpoints: null,
      adapters: '',
      predict: null,
      sweep: null,
    });
    expect(readPanel('#/create?adapter=0a1b')).toEqual({
      route: 'create',
      adapter: '0a1b',
      step: null,
      prompt: null,
      checkpoints: null,
      adapters: '',
      predict: null,
      sweep: null,
    });
    expect(readPanel('#/create?adapter=0a1b&step=50')).toMatchObject({ adapter: '0a1b', step: 50 });
    expect(readPanel('#/create?adapter=0a1b&step=last').step).toBeNull();
    expect(readPanel('#/create?prompt=a%20%3Ccloth%3F%3E').prompt).toBe('a <cloth?>');
    expect(readPanel('#/compare?checkpoints=0a1b')).toMatchObject({ route: 'compare', checkpoints: '0a1b' });
    expect(readPanel('#/compare?adapters=0a,1b')).toMatchObject({ route: 'compare', adapters: '0a,1b' });
    expect(readPanel('#/library?predict=loom')).toMatchObject({ route: 'library', predict: 'loom' });
  });

  it.each(['', '#', '#/', '#/nowhere', '#/__proto__'])('is the dataset for “%s”', (hash) => {
    expect(readPanel(hash).route).toBe('dataset');
  });
});
