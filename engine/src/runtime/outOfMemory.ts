/**
 * Memory that ran out. ONNX Runtime and the browser throw plain errors then, each with words of its own; they are
 * recognised here, at the border to them, and nowhere else.
 */
import { EngineError } from '../EngineError.ts';

/** There was not enough memory, of the processor or of the GPU. */
export class OutOfMemoryError extends EngineError {
  override readonly name = 'OutOfMemoryError';
  readonly code = 'out-of-memory';

  /** @param cause what was thrown */
  constructor(cause: unknown) {
    super(
      'There was not enough memory for this.',
      'Choose a smaller size or rank, or close other programs, and try again.',
      { cause },
    );
  }
}

/** What ONNX Runtime (wasm, WebGPU, native), V8 and SpiderMonkey say. */
const SIGNS = /out of memory|bad_alloc|allocation failed|failed to allocate|failed to create GPU buffer/i;

/**
 * The error as it is, or an OutOfMemoryError where its message says that memory ran out.
 * @param error anything that was thrown, by ONNX Runtime for instance
 */
export function recogniseOutOfMemory(error: unknown): unknown {
  if (error instanceof EngineError) return error;
  const message = error instanceof Error ? error.message : String(error);
  return SIGNS.test(message) ? new OutOfMemoryError(error) : error;
}

/** The work's value. Throws OutOfMemoryError where the runtime says that memory ran out, and whatever else it throws. */
export async function atRuntimeBorder<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw recogniseOutOfMemory(error);
  }
}
