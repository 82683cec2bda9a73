/** The records of learnt words. A token means one thing: of two words with the same the second would never be used. */
import * as z from 'zod';
import { msg } from '../../../contract/message.ts';
import { NamedRecordStore } from '../../../kit/records/NamedRecordStore.ts';
import { freeToken } from '../freeToken.ts';
import { EmbeddingRecord } from './embeddingRecords.ts';

const WithToken = z.looseObject({ embedding: z.looseObject({ token: z.string() }) });

class EmbeddingRecordStore extends NamedRecordStore<EmbeddingRecord> {
  constructor() {
    super('weft-embeddings', msg('the library’s words'), EmbeddingRecord);
  }

  protected override besideOthers(record: EmbeddingRecord, before: EmbeddingRecord | null) {
    if (record.embedding.token === before?.embedding.token) return super.besideOthers(record, before);
    return (others: readonly unknown[]): EmbeddingRecord => {
      const { embedding, name } = record;
      const tokens = others.flatMap((stored) => WithToken.safeParse(stored).data?.embedding.token ?? []);
      const token = freeToken(embedding.token, tokens);
      // One that is called by its token goes on being so.
      const renamed =
        token === embedding.token
          ? record
          : { ...record, embedding: { ...embedding, token }, name: name === embedding.token ? token : name };
      return super.besideOthers(renamed, before)?.(others) ?? renamed;
    };
  }
}

export const embeddingRecords = new EmbeddingRecordStore();
