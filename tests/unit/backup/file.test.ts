/** A backup's file: what is written is read again, bit by bit; what is cut off or damaged as far as it is whole. */
import { unzipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { BackupWriter } from '../../../src/app/backup/file/BackupWriter.ts';
import { isWhole } from '../../../src/app/backup/file/crc.ts';
import { readBackup } from '../../../src/app/backup/file/readBackup.ts';
import { joinRecord, splitRecord } from '../../../src/app/backup/records/recordJson.ts';
import { HeldBackup } from './backups.ts';

const RECORD = {
  id: 'a1',
  name: 'Linen',
  losses: [{ step: 1, instance: Number.NaN, prior: null }],
  bytes: Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 1, 2).buffer,
  theta: Float32Array.of(0.5, -1.25, Number.POSITIVE_INFINITY),
  missing: undefined,
  odd: { $part: 7, plain: ['x', true] },
};

async function written(count = 3): Promise<File> {
  const held = new HeldBackup();
  const writer = new BackupWriter(held);
  await writer.begin(0);
  for (let index = 0; index < count; index++) {
    await writer.record('weft-gallery', `a${index}`, { ...RECORD, id: `a${index}` }, [
      { name: 'theta.f32', content: new Blob([new Uint8Array(3_000_000).fill(index)]) },
    ]);
  }
  await writer.end();
  return held.file;
}

describe('a record', () => {
  it('is the same after JSON, with its bytes apart', async () => {
    const { value, parts } = splitRecord(RECORD);
    const again = await joinRecord(
      JSON.parse(JSON.stringify(value)),
      parts.map(({ content }) => content),
    );
    const { missing: _, ...there } = RECORD;
    expect(again).toEqual(there);
    expect(JSON.stringify(value)).not.toContain('missing');
  });

  it('that names bytes which are not there, or of no kind, is refused', async () => {
    await expect(joinRecord({ x: { $part: 3, as: 'ArrayBuffer' } }, [])).rejects.toThrow();
    await expect(joinRecord({ x: { $part: 0, as: 'constructor' } }, [new Blob(['abcd'])])).rejects.toThrow();
    await expect(joinRecord({ x: { $part: 0, as: 'Float32Array' } }, [new Blob(['abc'])])).rejects.toThrow();
  });
});

describe('a backup', () => {
  it('is a zip that any program opens, and is read again record by record', async () => {
    const file = await written();
    const zip = unzipSync(new Uint8Array(await file.arrayBuffer()));
    expect(Object.keys(zip)).toContain('weft-gallery/000001 bytes.png');
    expect(JSON.parse(new TextDecoder().decode(zip['weft-backup.json']))).toEqual({
      format: 'weft-backup',
      version: 1,
      writtenAt: '1970-01-01T00:00:00.000Z',
    });
    const { records, broken, unreadable } = await readBackup(file);
    expect([records.map(({ id }) => id), broken, unreadable]).toEqual([['a0', 'a1', 'a2'], null, 0]);
    const [, , last] = records;
    if (!last) throw new Error('there are three');
    expect(last.files.map(({ name, content }) => [name, content.size])).toEqual([['theta.f32', 3_000_000]]);
    for (const part of [...last.parts, ...last.files]) expect(await isWhole(part)).toBe(true);
  });

  it('that is cut off anywhere is read as far as it is whole', async () => {
    const file = await written();
    for (const share of [0.2, 0.4, 0.7, 0.95]) {
      const { records, broken } = await readBackup(file.slice(0, Math.floor(share * file.size)));
      expect(broken).toMatch(/^ends, or is damaged, after \d+ % of it$/);
      expect(records.length).toBe(Math.floor(share * 3 + 0.001));
    }
  });

  it('with other bytes in a part has them told by their checksum', async () => {
    const bytes = new Uint8Array(await (await written(1)).arrayBuffer());
    bytes[1_500_000] = 99;
    const { records, broken } = await readBackup(new Blob([bytes]));
    expect(broken).toBeNull();
    expect(await isWhole(records[0]?.files[0] as Parameters<typeof isWhole>[0])).toBe(false);
  });

  it.each([
    ['nothing', new Uint8Array(0)],
    ['text', new TextEncoder().encode('PK no zip')],
    ['zeros', new Uint8Array(1000)],
  ])('that is %s is refused', async (_, bytes) => {
    await expect(readBackup(new Blob([bytes]))).rejects.toMatchObject({ info: { code: 'adapter-unsupported' } });
  });

  it('of a later version is refused with what to do', async () => {
    const bytes = new Uint8Array(await (await written(0)).arrayBuffer());
    const at = new TextDecoder('latin1').decode(bytes).indexOf('"version":1');
    bytes[at + 10] = '7'.charCodeAt(0);
    await expect(readBackup(new Blob([bytes]))).rejects.toMatchObject({
      info: { message: expect.stringContaining('later version') },
    });
  });

  it('that claims lengths beyond its end is broken there', async () => {
    const bytes = new Uint8Array(await (await written(1)).arrayBuffer());
    const text = new TextDecoder('latin1').decode(bytes);
    // The length in the second entry's extra field.
    const at = text.indexOf('WF', text.indexOf('weft-gallery/000001.json'));
    new DataView(bytes.buffer).setUint32(at + 4, 0xffffffff, true);
    const { records, broken } = await readBackup(new Blob([bytes]));
    expect([records, typeof broken]).toEqual([[], 'string']);
  });
});
