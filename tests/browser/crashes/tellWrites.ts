/**
 * What runs in the page, and in each of its workers, before their own code: every write into storage is first told to the
 * test and waits for its answer, so that the test may end all of it just there, or refuse the write.
 */

/** Where writes are asked for. */
export const ASKED = '/__write';
/** The answer to a write for which there is no room. */
export const FULL = 'full';

/** Written as one function without anything of its file: its text is what runs there. */
export function tellWrites({ asked, full }: { asked: string; full: string }): void {
  const scope = 'WorkerGlobalScope' in globalThis ? (/[\w.]+worker/.exec(location.pathname)?.[0] ?? 'worker') : 'page';
  const ask = (operation: string, target: string) => {
    // Nothing of the thread goes on before the answer is there.
    const request = new XMLHttpRequest();
    request.open('POST', new URL(asked, location.origin), false);
    request.send(JSON.stringify({ scope, operation, target }));
    if (request.responseText === full) throw new DOMException('no room', 'QuotaExceededError');
  };
  type Methods = Record<string, (...given: unknown[]) => unknown>;
  const tell = (
    holder: { prototype: object } | undefined,
    names: string[],
    targetOf: (self: object, given: unknown[]) => string | null,
    rejects: boolean,
  ) => {
    const methods = holder?.prototype as Methods | undefined;
    if (!methods) return;
    for (const name of names) {
      const original = methods[name];
      if (!original) continue;
      methods[name] = function (this: object, ...given: unknown[]) {
        const target = targetOf(this, given);
        try {
          if (target !== null) ask(name, target);
        } catch (error) {
          if (rejects) return Promise.reject(error);
          throw error;
        }
        return original.apply(this, given);
      };
    }
  };
  const fileName = (name: string) => name.replace(/\.\d+\.partial$/, '.partial');
  const scopeHas = globalThis as unknown as Record<string, { prototype: object } | undefined>;
  const store = (self: object) => (self as IDBObjectStore).transaction.db.name;
  const created = (_: object, [name, options]: unknown[]) =>
    (options as { create?: boolean } | undefined)?.create ? fileName(String(name)) : null;
  tell(scopeHas.IDBObjectStore, ['put', 'add', 'delete', 'clear'], store, false);
  tell(scopeHas.FileSystemSyncAccessHandle, ['write', 'truncate', 'flush'], () => 'a file', false);
  tell(scopeHas.FileSystemWritableFileStream, ['write', 'truncate', 'close'], () => 'a file', true);
  tell(scopeHas.FileSystemDirectoryHandle, ['getFileHandle'], created, true);
  tell(scopeHas.FileSystemDirectoryHandle, ['removeEntry'], (_, [name]) => fileName(String(name)), true);
  tell(scopeHas.FileSystemFileHandle, ['move'], (_, [name]) => String(name), true);
  tell(scopeHas.Storage, ['setItem', 'removeItem'], (_, [key]) => String(key), false);
}
