/** Errors of the engine as errors that reach a person: what happened, and what to do next. */

import { DeviceError, EngineError, type EngineErrorCode, recogniseOutOfMemory } from '@weft/engine';
import type * as z from 'zod';
import type { ErrorCode, ErrorInfo } from '../../src/contract/errors.ts';
import { studioError } from '../../src/contract/errors.ts';
import { saidOf, say } from '../../src/contract/message.ts';
import { inProductWords } from '../shared/productWords.ts';

/** Parses what came from the page, or throws the error `bad-setting` naming the setting. */
export function parseSettings<T>(schema: z.ZodType<T>, settings: unknown): T {
  const parsed = schema.safeParse(settings);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw studioError(
    'bad-setting',
    say('The setting “{path}” {message}.', {
      path: issue?.path.join('.') ?? '',
      message: saidOf(issue?.message ?? '') ?? issue?.message ?? '',
    }),
    'Change it and try again.',
  );
}

const CODES: Readonly<Record<EngineErrorCode, ErrorCode>> = {
  'model-file': 'model-unavailable',
  weights: 'model-damaged',
  tokenizer: 'model-damaged',
  architecture: 'model-unsupported',
  device: 'device-unavailable',
  adapter: 'adapter-mismatch',
  diffusion: 'bad-setting',
  placeholder: 'bad-setting',
  initializer: 'bad-setting',
  'run-state': 'adapter-damaged',
  'out-of-memory': 'out-of-memory',
  cancelled: 'cancelled',
  paused: 'paused',
};

/** What the studio says itself, because its places or its way of working are in it. */
const SENTENCES: Partial<Record<EngineErrorCode, Pick<ErrorInfo, 'message' | 'advice'>>> = {
  cancelled: { message: 'Cancelled.', advice: 'Start again when you like; nothing else was changed.' },
  paused: { message: 'Paused.', advice: 'Go on whenever you like: it ends as if it had never stopped.' },
  'out-of-memory': {
    message: 'There was not enough memory for this.',
    advice: 'Choose a smaller size or rank, or close other tabs, and try again.',
  },
};

/** The way out where a device can't be used: the address chooses it. */
const DEVICE_ADVICE: Partial<Record<DeviceError['reason'], string>> = {
  'no-webgpu':
    'Remove “device=webgpu” from the address to run on the processor, or open Weft in a browser with WebGPU.',
  'adapter-refused': 'Add “?device=wasm” to the address to run on the processor, or restart the browser.',
};

/** What a person is told of an error that the engine throws on purpose, or of memory that ran out; null for others. */
export function explainEngineError(thrown: unknown): ErrorInfo | null {
  // Memory runs out beside ONNX Runtime too, as for the pixels of a large picture.
  const error = recogniseOutOfMemory(thrown);
  if (!(error instanceof EngineError)) return null;
  const { message, advice } = SENTENCES[error.code] ?? error;
  const own = error instanceof DeviceError ? DEVICE_ADVICE[error.reason] : undefined;
  return { code: CODES[error.code], message: inProductWords(message), advice: own ?? inProductWords(advice) };
}
