/**
 * Models as files on disk. Handed to the browser by their bytes, their 28 MB cross two processes as text, which takes a busy
 * machine longer than an action may; handed over by their paths they take none of its time.
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { writeSafetensors } from '@weft/engine/internal';
import { type Family, originalTensors, smallModel } from '../../../engine/model/singleFile/originalFile.ts';

let folder: string | null = null;
const written = new Map<string, string>();

function folderOfThisProcess(): string {
  if (folder) return folder;
  const made = mkdtempSync(join(tmpdir(), 'weft-models-'));
  process.once('exit', () => rmSync(made, { recursive: true, force: true }));
  folder = made;
  return made;
}

/** The path of a small single-file model that the studio would call `name`. */
export function modelFile(name: string, family: Family): string {
  const path = written.get(name) ?? join(folderOfThisProcess(), `${name}.safetensors`);
  if (!written.has(name)) {
    writeFileSync(path, writeSafetensors(originalTensors(smallModel(family)), { 'modelspec.resolution': '256x256' }));
    written.set(name, path);
  }
  return path;
}
