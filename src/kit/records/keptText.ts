/** Short texts in the one storage that answers at once: what is to be known before anything is shown. */

/** Null where there is none, and where the page is closed out of its storage. */
export function keptText(key: string): string | null {
  try {
    return localStorage.getItem(key);
  } catch {
    return null;
  }
}

/** Where storage is closed or full, it holds until the page is left. */
export function keepText(key: string, text: string): void {
  try {
    localStorage.setItem(key, text);
  } catch {
    // As above.
  }
}
