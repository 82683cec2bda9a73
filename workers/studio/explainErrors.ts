/** What the engine throws, as errors of the contract: what happened, and what to do next. */

import {
  AdapterError,
  ArchitectureError,
  CancelledError,
  DeviceError,
  DiffusionError,
  type EngineError,
  InitializerError,
  ModelFileError,
  PausedError,
  PlaceholderError,
  RunStateError,
  TokenizerError,
  WeightsError,
} from '@weft/engine';
import type * as z from 'zod';
import type { ErrorCode, ErrorInfo } from '../../src/contract/errors.ts';
import { studioError } from '../../src/contract/errors.ts';

/** Parses what came from the page, or throws the error `bad-setting` naming the setting. */
export function parseSettings<T>(schema: z.ZodType<T>, settings: unknown): T {
  const parsed = schema.safeParse(settings);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw studioError(
    'bad-setting',
    `The setting “${issue?.path.join('.')}” ${issue?.message}.`,
    'Change it and try again.',
  );
}

const CODES: readonly [new (...parts: never[]) => EngineError, ErrorCode][] = [
  [ModelFileError, 'model-unavailable'],
  [WeightsError, 'model-damaged'],
  [TokenizerError, 'model-damaged'],
  [ArchitectureError, 'model-unsupported'],
  [DeviceError, 'device-unavailable'],
  [AdapterError, 'adapter-mismatch'],
  [DiffusionError, 'bad-setting'],
  [PlaceholderError, 'bad-setting'],
  [InitializerError, 'bad-setting'],
  [RunStateError, 'adapter-damaged'],
];

/** What the engine throws on purpose, or the device is known to throw, as an error of the contract; null for others. */
export function explainEngineError(error: unknown): ErrorInfo | null {
  if (error instanceof CancelledError) {
    return { code: 'cancelled', message: 'Cancelled.', advice: 'Start again when you like; nothing else was changed.' };
  }
  if (error instanceof PausedError) {
    return {
      code: 'paused',
      message: 'Paused.',
      advice: 'Go on whenever you like: it ends as if it had never stopped.',
    };
  }
  for (const [kind, code] of CODES) {
    if (error instanceof kind) return { code, message: error.message, advice: error.advice };
  }
  const message = error instanceof Error ? error.message : String(error);
  if (!/out of memory|bad_alloc|allocation failed|failed to allocate|failed to create GPU buffer/i.test(message))
    return null;
  return {
    code: 'out-of-memory',
    message: 'There was not enough memory for this.',
    advice: 'Choose a smaller size or rank, or close other tabs, and try again.',
  };
}
