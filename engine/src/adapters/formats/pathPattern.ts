/**
 * PEFT's patterns of module paths, which are Python's regular expressions in a foreign file: matched in time that grows
 * with their length and the path's alone, since they may have been written to hang who runs them. What matches them so
 * is large and seldom needed, so that it is loaded first (`loadMatcher`); plain paths do without.
 */
import type { RE2JS } from 're2js';

/** A path as it is written, from its beginning where `^` stands before it; a point stands for any sign. */
const PLAIN = /^(?<start>\^?)(?<path>[\w.-]+)\$?$/;

let matcher: typeof RE2JS | null = null;

/** Whether a pattern is more than a path. */
export function needsMatcher(pattern: string): boolean {
  return !PLAIN.test(pattern);
}

/** Loads what matches patterns that are more than paths. */
export async function loadMatcher(): Promise<void> {
  matcher ??= (await import('re2js')).RE2JS;
}

/**
 * Whether a path is matched as PEFT does it, `re.match(r"(.*\.)?(pattern)$")`: the whole path, or the end of it after a
 * point. What is no regular expression, or needs to look back or ahead, is taken as a plain path.
 * @throws TypeError where the pattern is more than a path, and `loadMatcher` was not awaited
 */
export function matchesPath(pattern: string, path: string): boolean {
  const plain = PLAIN.exec(pattern)?.groups;
  if (plain) return endsAs(path, plain.path ?? '', plain.start !== '');
  if (!matcher) throw new TypeError('the matcher of patterns is not loaded');
  try {
    return matcher.compile(`^(?:.*\\.)?(?:${pattern})$`).matcher(path).find();
  } catch {
    return path === pattern || path.endsWith(`.${pattern}`);
  }
}

function endsAs(path: string, pattern: string, whole: boolean): boolean {
  const from = path.length - pattern.length;
  if (from < 0 || (from > 0 && (whole || path[from - 1] !== '.'))) return false;
  return [...pattern].every((sign, at) => sign === '.' || sign === path[from + at]);
}
