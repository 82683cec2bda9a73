/** Names that stored records, files and pictures of earlier versions used for settings and curves of a run. */

const FORMER: Readonly<Record<string, string>> = {
  /** Before 0.2.0: the evaluation losses and how often they are measured. */
  steady: 'evaluations',
  steadyEvery: 'evalEvery',
};

/**
 * What was stored, with today's names in place of former ones: its own keys and those of its `settings`. Anything but an
 * object is given back as it is, for the schema to judge.
 */
export function withCurrentNames(stored: unknown): unknown {
  if (!isRecord(stored)) return stored;
  const { settings, ...rest } = stored;
  return {
    ...renamed(rest),
    ...(settings !== undefined && { settings: isRecord(settings) ? renamed(settings) : settings }),
  };
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype;
}

function renamed(record: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(record).map(([key, value]) => [Object.hasOwn(FORMER, key) ? (FORMER[key] as string) : key, value]),
  );
}
