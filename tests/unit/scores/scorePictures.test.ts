/** A run's scores: the means by hand, and all of them as Python computes them with the same models on the same pictures. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { env } from '@huggingface/transformers';
import sharp from 'sharp';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import * as z from 'zod';
import type { Picture } from '../../../src/contract/drawing.ts';
import { fetchModels } from '../../../workers/scores/embed.ts';
import { embeddingCount, scorePictures } from '../../../workers/scores/scorePictures.ts';
import { meanBetween, meanPaired, meanWithin } from '../../../workers/scores/similarity.ts';
import { hubFile } from '../../browser/models/scoreHub.ts';

const FIXTURES = new URL('../../fixtures/', import.meta.url);

const Expected = z.object({
  pictures: z.array(z.string()),
  texts: z.array(z.string()),
  real: z.array(z.string()),
  scores: z.object({
    dino: z.number(),
    clipI: z.number(),
    clipT: z.number(),
    real: z.object({ dino: z.number(), clipI: z.number() }),
  }),
});
const expected = Expected.parse(JSON.parse(readFileSync(new URL('scores/expected.json', FIXTURES), 'utf8')));

async function pictureOf(path: string): Promise<Picture> {
  const { data, info } = await sharp(readFileSync(new URL(path, FIXTURES)))
    .ensureAlpha()
    .raw()
    .toBuffer({ resolveWithObject: true });
  return { width: info.width, height: info.height, rgba: Uint8ClampedArray.from(data) };
}

async function judged() {
  const drawn = await Promise.all(
    expected.pictures.map(async (name, i) => ({
      picture: await pictureOf(`images/${name}`),
      text: expected.texts[i] ?? '',
    })),
  );
  return { drawn, real: await Promise.all(expected.real.map((name) => pictureOf(`scores/real/${name}`))) };
}

describe('means of cosines', () => {
  const right = [1, 0];
  const up = [0, 2];
  const diagonal = [3, 3];

  it('are over every pair of the two kinds, whatever the lengths', () => {
    expect(meanBetween([right], [right, up])).toBeCloseTo(0.5, 12);
    expect(meanBetween([right, up], [diagonal])).toBeCloseTo(Math.SQRT1_2, 12);
  });

  it('leave out each with itself', () => {
    expect(meanWithin([right, up])).toBeCloseTo(0, 12);
    expect(meanWithin([right, up, diagonal])).toBeCloseTo((0 + 2 * Math.SQRT1_2) / 3, 12);
    expect(meanWithin([right])).toBeNull();
  });

  it('go by places where a text belongs to a picture', () => {
    expect(meanPaired([right, up], [diagonal, up])).toBeCloseTo((Math.SQRT1_2 + 1) / 2, 12);
  });
});

describe('with models of the hub', () => {
  const before = { ...env };
  beforeEach(() => {
    // In Node the runtime opens models from files, so what was fetched has to lie somewhere.
    Object.assign(env, { allowLocalModels: false, cacheDir: mkdtempSync(join(tmpdir(), 'weft-scores-')) });
  });
  afterEach(() => {
    if (env.cacheDir) rmSync(env.cacheDir, { recursive: true });
    Object.assign(env, before);
  });

  it('scores as Python does', async () => {
    const asked: string[] = [];
    env.fetch = async (address) => {
      asked.push(String(address));
      const body = await hubFile(String(address));
      if (!body) return new Response(null, { status: 404 });
      return new Response(body.slice(), { headers: { 'content-length': String(body.length) } });
    };
    let embedded = 0;
    const scored = await judged();
    const scores = await scorePictures(scored, () => embedded++);
    for (const name of ['dino', 'clipI', 'clipT'] as const) {
      expect(scores[name], name).toBeCloseTo(expected.scores[name], 6);
    }
    expect(scores.real?.dino).toBeCloseTo(expected.scores.real.dino, 6);
    expect(scores.real?.clipI).toBeCloseTo(expected.scores.real.clipI, 6);
    expect(embedded).toBe(embeddingCount(scored));
    expect(asked.every((address) => address.startsWith('https://huggingface.co/Xenova/'))).toBe(true);
  });

  it('says in a sentence that the hub can’t be reached', async () => {
    env.fetch = () => Promise.reject(new TypeError('Failed to fetch'));
    await expect(fetchModels(() => undefined)).rejects.toMatchObject({
      info: { code: 'connection-lost', message: expect.stringContaining('huggingface.co') },
    });
  });
});
