/** What the engine asks of a browser beyond what Node's types name. Types alone: this file is no part of the package. */

declare namespace WebAssembly {
  /** There where wasm may wait for promises (JSPI). */
  const Suspending: unknown;
}

/** Whether wasm may have threads; undefined in Node. */
declare var crossOriginIsolated: boolean | undefined;
