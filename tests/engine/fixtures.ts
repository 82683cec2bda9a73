/** The tiny model's files. */
import { readFileSync } from 'node:fs';
import { bytesSource } from '@weft/engine';
import { NetWeights, openSafetensors } from '@weft/engine/internal';

const FOLDER = new URL('../fixtures/tiny/', import.meta.url);

/** A file of the fixtures folder. */
export function readFixture(path: string): Uint8Array {
  return new Uint8Array(readFileSync(new URL(path, FOLDER)));
}

/** A JSON file of the fixtures folder. */
export function readFixtureJson(path: string): unknown {
  return JSON.parse(new TextDecoder().decode(readFixture(path)));
}

/** Weights of one net of the tiny model. */
export async function fixtureWeights(path: string): Promise<NetWeights> {
  const { tensors } = await openSafetensors(bytesSource(readFixture(path)));
  return NetWeights.open(tensors, path);
}
