/** The runner's own files, which go along in every bundle so that it is installed without another download than PyPI's. */
const FOLDER = '/runner/';

const FOUND = import.meta.glob<string>(
  ['/runner/pyproject.toml', '/runner/README.md', '/runner/LICENSE', '/runner/src/**/*.py'],
  { query: '?raw', import: 'default', eager: true },
);

/** By their paths below the runner's folder. */
export const RUNNER_SOURCES: Readonly<Record<string, string>> = Object.fromEntries(
  Object.entries(FOUND).map(([path, text]) => [path.slice(FOLDER.length), text]),
);
