/** Which dataset was open last: in this tab, over a reload; and in whichever, for tabs that are opened. */

const KEY = 'weft-open-dataset';

const places = (): Storage[] => [sessionStorage, localStorage];

/** Null where nobody knows. */
export function rememberedDataset(): string | null {
  try {
    for (const place of places()) {
      const id = place.getItem(KEY);
      if (id !== null) return id;
    }
  } catch {
    // Closed storage remembers nothing.
  }
  return null;
}

export function rememberDataset(id: string): void {
  try {
    for (const place of places()) place.setItem(KEY, id);
  } catch {
    // The next visit begins with the first one.
  }
}
