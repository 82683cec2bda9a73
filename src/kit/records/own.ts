/**
 * What a table has under a key of its own. Ids come from storage, and so from anywhere: every object has a `constructor`
 * that nobody gave it.
 */
export function own<T>(table: Readonly<Record<string, T>>, key: string): T | undefined {
  return Object.hasOwn(table, key) ? table[key] : undefined;
}
