/** Files of settings into plain values: bounded in length, depth and number before anything is made of them. */
import { parsePythonJson } from '@weft/engine';
import { isDeepYaml } from '../../contract/bounds/yamlDepth.ts';
import { type StudioError, studioError } from '../../contract/errors.ts';
import { t } from '../language/t.ts';
import { numberText } from '../text/numberText.ts';

/** Bytes of the longest that are read. Parsers of TOML and YAML take time by the square of some lengths. */
const MOST_BYTES = { toml: 32_768, yaml: 32_768, json: 262_144 } as const;
type Kind = keyof typeof MOST_BYTES;

const NAMES: Record<Kind, string> = { toml: 'TOML', yaml: 'YAML', json: 'JSON' };
const KINDS: readonly [RegExp, Kind][] = [
  [/\.toml$/i, 'toml'],
  [/\.ya?ml$/i, 'yaml'],
  [/\.json$/i, 'json'],
];

/** Lists and tables within each other. */
const DEEPEST = 32;
/** Values of a file, names and lists among them. */
const MOST_VALUES = 5000;

/** What `<input accept>` offers. */
export const SETTINGS_FILE_TYPES = '.json,.toml,.yaml,.yml';

/** A file's value, and what it is written in. @throws StudioError where it can't be read, or is more than settings are */
export async function readSettingsText(file: File): Promise<{ kind: Kind; content: unknown }> {
  const kind = KINDS.find(([name]) => name.test(file.name))?.[1];
  if (!kind) throw refused(file, t('is no file of settings'), t('Choose a .json, a .toml or a .yaml.'));
  if (file.size > MOST_BYTES[kind]) {
    const most = Math.round(MOST_BYTES[kind] / 1024);
    throw refused(
      file,
      t('has {size} KB; settings in {names} have at most {most}', {
        size: numberText(Math.round(file.size / 1024)),
        names: NAMES[kind],
        most,
      }),
      t('Choose the file that holds the settings alone.'),
    );
  }
  const text = await file.text();
  let content: unknown;
  try {
    content = await parsed(kind, text);
  } catch {
    throw refused(
      file,
      t('is no readable {names}', { names: NAMES[kind] }),
      t('Save it anew from the program that wrote it.'),
    );
  }
  requireSmall(file, content);
  return { kind, content };
}

async function parsed(kind: Kind, text: string): Promise<unknown> {
  if (kind === 'json') return parsePythonJson(text);
  if (kind === 'toml')
    return (await import('smol-toml')).parse(text, { maxDepth: DEEPEST, unsafeKeyBehaviour: 'throw' });
  const { Lexer, parse } = await import('yaml');
  if (isDeepYaml(text, new Lexer())) throw new SyntaxError('too deep');
  return parse(text, { maxAliasCount: 50, logLevel: 'error', prettyErrors: false });
}

/** Looked at a level at a time, so that no depth is too deep for that itself; what is named twice counts twice. */
function requireSmall(file: File, content: unknown): void {
  let level: unknown[] = [content];
  let left = MOST_VALUES;
  for (let depth = 0; level.length > 0; depth++) {
    const next: unknown[] = [];
    for (const each of level) {
      const inner = typeof each === 'object' && each !== null ? Object.values(each) : [];
      left -= inner.length;
      if (left < 0 || depth > DEEPEST) {
        throw refused(file, t('holds more than the settings of a run or a drawing'), t('Choose another file.'));
      }
      next.push(...inner);
    }
    level = next;
  }
}

/** An error about a file. @param what it is or does, behind its name */
export function refused({ name }: Pick<File, 'name'>, what: string, advice: string): StudioError {
  return studioError('bad-setting', `“${name.slice(0, 80)}” ${what}.`, advice);
}

/** What a file of settings is called. @param name of what they are for, or its first words */
export function settingsFileName(name: string): string {
  const words = name
    .slice(0, 200)
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 60);
  return `${words || 'weft'}-settings.json`;
}
