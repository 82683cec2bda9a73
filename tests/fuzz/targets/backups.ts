/** Backups of the whole studio, which may come from anyone. */
import { BackupWriter } from '../../../src/app/backup/file/BackupWriter.ts';
import { readBackup } from '../../../src/app/backup/file/readBackup.ts';
import { wholeRecord } from '../../../src/app/backup/restore/course.ts';
import { unitsOf, unknownRecords } from '../../../src/app/backup/restore/units.ts';
import { HeldBackup } from '../../unit/backup/backups.ts';
import { bytesTarget, holds, type Target } from '../target.ts';

async function seeds(): Promise<Uint8Array[]> {
  const held = new HeldBackup();
  const writer = new BackupWriter(held);
  await writer.begin(0);
  await writer.record('weft-datasets', 'first', { id: 'first', name: 'My fabric', createdAt: 1 });
  await writer.record('weft-dataset', 'first a1', { id: 'first a1', bytes: new Uint8Array(40).buffer, caption: 'x' });
  await writer.record('weft-adapters', 'b2', { id: 'b2', name: 'Indigo', losses: [Number.NaN] }, [
    { name: 'theta.f32', content: new Blob([new Uint8Array(400)]) },
  ]);
  await writer.record('weft-gallery', 'c3', { id: 'c3', png: new Blob(['png'], { type: 'image/png' }), $odd: [1] });
  await writer.end();
  return [new Uint8Array(await held.file.arrayBuffer())];
}

export const backupTargets: readonly Target[] = [
  bytesTarget({
    name: 'backup',
    seeds,
    run: async (bytes) => {
      const file = new Blob([bytes]);
      const { records } = await readBackup(file);
      const held = records.reduce((sum, record) => sum + record.bytes, 0);
      holds(held <= file.size, `its records take ${held} bytes of ${file.size}`);
      for (const record of records) {
        holds(/^[\w.-]+(?: [\w.-]+)*$/.test(record.id), 'an id is no key');
        const whole = await wholeRecord({ parse: (value) => value as { id: string } }, record);
        holds(whole === null || whole.id === record.id, 'a record has another id than is said of it');
      }
      const units = unitsOf(records);
      const inUnits = units.reduce((sum, unit) => sum + unit.records.length, 0);
      holds(inUnits + unknownRecords(records) <= records.length, 'a record is in two units');
    },
  }),
];
