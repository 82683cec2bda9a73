/** The order in which people count: `cloth-2` before `cloth-10`. */

const collator = new Intl.Collator('en', { numeric: true, sensitivity: 'base' });

/** Compares paths, folder by folder and then by name; for `Array.sort`. */
export function naturalOrder(a: string, b: string): number {
  const [one, other] = [a.split('/'), b.split('/')];
  for (let depth = 0; depth < Math.min(one.length, other.length); depth++) {
    // What lies in a folder comes behind the files beside that folder.
    const [last, otherLast] = [depth === one.length - 1, depth === other.length - 1];
    if (last !== otherLast) return last ? -1 : 1;
    const order = collator.compare(one[depth] ?? '', other[depth] ?? '');
    if (order !== 0) return order;
  }
  // Names that count alike, such as `a1` and `a01`, still have one order.
  return a < b ? -1 : a > b ? 1 : 0;
}
