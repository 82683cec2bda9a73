/** What a person is told of the engine's errors: the studio's own words, and the product's name. */
import {
  ArchitectureError,
  CancelledError,
  DeviceError,
  ModelFileError,
  OutOfMemoryError,
  PausedError,
  RunStateError,
  recogniseOutOfMemory,
  WeightsError,
} from '@weft/engine';
import { describe, expect, it } from 'vitest';
import { describeNotes } from '../../../workers/studio/deviceNotes.ts';
import { explainEngineError } from '../../../workers/studio/explainErrors.ts';

describe('an error of the engine', () => {
  it.each([
    [new ModelFileError('a', 'b'), 'model-unavailable'],
    [new WeightsError('a', 'b'), 'model-damaged'],
    [new RunStateError('a'), 'adapter-damaged'],
    [new CancelledError(), 'cancelled'],
    [new PausedError(), 'paused'],
  ])('%s has a code of the studio', (error, code) => expect(explainEngineError(error)?.code).toBe(code));

  it('is told in the product’s words', () => {
    expect(explainEngineError(new ArchitectureError('This is X, which this engine doesn’t draw with.'))).toMatchObject({
      code: 'model-unsupported',
      message: 'This is X, which Weft doesn’t draw with.',
    });
    const damaged = new ModelFileError('a', 'Read it again; if it stays damaged, download the model again.');
    expect(explainEngineError(damaged)?.advice).toBe('Reload the page; if it stays, download the model again.');
  });

  it('names the address where that is the way out', () => {
    const error = new DeviceError('no-webgpu', 'This browser offers no WebGPU adapter.', 'Ask for wasm.');
    expect(explainEngineError(error)).toEqual({
      code: 'device-unavailable',
      message: 'This browser offers no WebGPU adapter.',
      advice: 'Remove “device=webgpu” from the address to run on the processor, or open Weft in a browser with WebGPU.',
    });
  });

  it('is null for what nobody foresaw', () => expect(explainEngineError(new TypeError('x is not there'))).toBeNull());
});

describe('memory that ran out', () => {
  it.each(['std::bad_alloc', 'Array buffer allocation failed', 'failed to create GPU buffer', 'Out of memory'])(
    'is recognised by “%s”',
    (message) => {
      const error = recogniseOutOfMemory(new RangeError(message));
      expect(error).toBeInstanceOf(OutOfMemoryError);
      expect(explainEngineError(error)).toEqual({
        code: 'out-of-memory',
        message: 'There was not enough memory for this.',
        advice: 'Choose a smaller size or rank, or close other tabs, and try again.',
      });
    },
  );

  it('is not seen in an error that the engine threw on purpose', () => {
    const error = new WeightsError('allocation failed', 'Try again.');
    expect(recogniseOutOfMemory(error)).toBe(error);
  });
});

it('describes a device without WebGPU and without threads', () => {
  expect(describeNotes(['no-webgpu', 'no-threads'])).toBe(
    'No WebGPU here: Weft runs on the processor. This page may not use threads, so it works, but more slowly.',
  );
});
