/** What counts as a fault of a parser, and how it is told. */
import { EngineError } from '@weft/engine';
import { StudioError } from '../../../src/contract/errors.ts';
import { StorageError } from '../../../src/files/StorageError.ts';
import type { Input, Target } from '../target.ts';
import { MOST_SECONDS, measure, mostBytes, type Taken } from './measure.ts';

export type FailureKind = 'untyped' | 'slow' | 'memory' | 'hang' | 'end';

export interface Failure {
  kind: FailureKind;
  message: string;
  /** Where it happened, as far as that is known: failures of one place are one. */
  place: string;
}

/** Errors that the project throws on purpose. */
const OWN = [EngineError, StudioError, StorageError] as const;

export function isTyped(error: unknown, target: Target): boolean {
  // An error that nobody foresaw, and that only a worker's door put into words.
  if (error instanceof StudioError) return error.info.code !== 'internal';
  return [...OWN, ...target.allows].some((type) => error instanceof type);
}

const inputBytes = (input: Input) => (typeof input === 'string' ? 2 * input.length : input.byteLength);

/**
 * Runs a target on an input.
 * @param closely as `measure` takes it
 * @returns null where all bounds hold, and the input was accepted or refused by a typed error
 */
export async function failureOf(target: Target, input: Input, closely: boolean): Promise<Failure | null> {
  const taken = measure(closely);
  let found: Failure | null = null;
  let used: Taken;
  try {
    await target.run(input);
    used = taken();
  } catch (error) {
    used = taken();
    if (!isTyped(error, target)) found = untyped(error);
  }
  if (found) return found;
  if (used.seconds > MOST_SECONDS) return { kind: 'slow', message: `took ${used.seconds.toFixed(1)} s`, place: '' };
  if (used.bytes > mostBytes(inputBytes(input))) {
    const megabytes = Math.round(used.bytes / 2 ** 20);
    return {
      kind: 'memory',
      message: `took ${megabytes} MiB (${used.kind}) for ${inputBytes(input)} bytes`,
      place: used.kind,
    };
  }
  return null;
}

export function untyped(error: unknown): Failure {
  const { name, message, stack } = error instanceof Error ? error : new Error(String(error));
  const info = error instanceof StudioError ? error.info.message : message;
  return { kind: 'untyped', message: `${name}: ${info.slice(0, 300)}`, place: placeIn(stack ?? '') };
}

/** The innermost line of the project's own, else of all. */
function placeIn(stack: string): string {
  const lines = stack.split('\n').filter((line) => line.trimStart().startsWith('at '));
  const own = lines.find((line) => /(?:engine\/src|\/src\/|\/workers\/)/.test(line) && !line.includes('node_modules'));
  return (own ?? lines[0] ?? '').trim();
}
