/**
 * Lets the page notice when this worker ends without a word, as by a lack of memory: it holds a lock for as long as it
 * lives, and tells the page the lock's name once it has it. To be imported by a worker's entry, for its effect.
 */
if (navigator.locks) {
  const name = `weft-alive ${Array.from(crypto.getRandomValues(new Uint32Array(3))).join(' ')}`;
  const living = new Promise<never>(() => undefined);
  const hold = () => {
    // Comlink, on the page's side, passes over what is no answer of its own.
    postMessage({ alive: name });
    return living;
  };
  // Without the lock the worker works as well; its silent end is then not noticed.
  navigator.locks.request(name, hold).catch(() => undefined);
}

export {};
