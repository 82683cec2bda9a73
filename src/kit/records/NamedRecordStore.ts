/**
 * Records each under a name that no other of its kind has: what makes it so is looked up in the transaction that writes it,
 * since another tab may be giving the same name at the same moment.
 */
import { keptName } from '../../contract/library/itemNames.ts';
import { RecordStore } from './RecordStore.ts';
import { uniqueName } from './uniqueName.ts';

export class NamedRecordStore<T extends { id: string; name: string }> extends RecordStore<T> {
  /** Writes a new record, or one that is put back, in place of whatever has its id. @throws StorageError */
  override async write(record: T): Promise<void> {
    await this.put(record.id, () => record);
  }

  /** Whether the other may not have the record's name. @param _other as it lies in storage */
  protected isRival(_record: T, _other: unknown): boolean {
    return true;
  }

  protected override besideOthers(record: T, before: T | null): ((others: readonly unknown[]) => T) | null {
    if (record.name === before?.name) return null;
    return (others) => {
      const rivals = others.filter((other) => this.isRival(record, other));
      const name = uniqueName(record.name, rivals.flatMap(nameOf));
      return name === record.name ? record : { ...record, name };
    };
  }
}

/** None where it has none, as a damaged record may. */
function nameOf(stored: unknown): string[] {
  const named = typeof stored === 'object' && stored !== null && 'name' in stored && typeof stored.name === 'string';
  return named ? [keptName(stored.name as string)] : [];
}
