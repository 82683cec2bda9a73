/**
 * PEFT's patterns of module paths, which are Python's regular expressions in a foreign file: matched in time that grows
 * with their length and the path's alone, since they may have been written to hang who runs them.
 */
import { RE2JS } from 're2js';

/** Those that were asked for, as there are few. */
const compiled = new Map<string, (path: string) => boolean>();
const MOST_KEPT = 4096;

/**
 * Whether a path is matched as PEFT does it, `re.match(r"(.*\.)?(pattern)$")`: the whole path, or the end of it after a
 * point. What is no regular expression, or needs to look back or ahead, is taken as a plain path.
 */
export function pathPattern(pattern: string): (path: string) => boolean {
  const known = compiled.get(pattern);
  if (known) return known;
  if (compiled.size >= MOST_KEPT) compiled.clear();
  const matches = compile(pattern);
  compiled.set(pattern, matches);
  return matches;
}

function compile(pattern: string): (path: string) => boolean {
  try {
    const expression = RE2JS.compile(`^(?:.*\\.)?(?:${pattern})$`);
    return (path) => expression.matcher(path).find();
  } catch {
    return (path) => path === pattern || path.endsWith(`.${pattern}`);
  }
}
