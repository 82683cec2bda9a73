/** Names that tell kept things apart. */

/** The name itself where it is free, else `name (2)`, `name (3)` …; letter case doesn't make a difference. */
export function uniqueName(wanted: string, taken: Iterable<string>): string {
  const used = new Set(Array.from(taken, (name) => name.toLowerCase()));
  const base = wanted.trim();
  let name = base;
  for (let count = 2; used.has(name.toLowerCase()); count++) name = `${base} (${count})`;
  return name;
}
