/** Inputs that a parser failed at once, kept: bytes as they are, texts as a string of JSON, which holds every text. */
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Input } from '../target.ts';

export interface Kept {
  target: string;
  file: string;
}

/** All that is kept in a folder with a folder for each target. */
export function keptIn(folder: string): Kept[] {
  const names = readdirSync(folder, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  return names.flatMap(({ name: target }) =>
    readdirSync(join(folder, target)).map((file) => ({ target, file: join(folder, target, file) })),
  );
}

export function readKept(file: string): Input {
  const bytes = readFileSync(file);
  return file.endsWith('.json') ? (JSON.parse(bytes.toString()) as string) : new Uint8Array(bytes);
}

/** Keeps an input. @returns its file */
export function keep(folder: string, target: string, name: string, input: Input): string {
  mkdirSync(join(folder, target), { recursive: true });
  const text = typeof input === 'string';
  const file = join(folder, target, `${name}.${text ? 'json' : 'bin'}`);
  writeFileSync(file, text ? `${JSON.stringify(input)}\n` : input);
  return file;
}
