/** Forms as they outlive a reload: the fields of each, as typed. Every form reads its own, one by one. */
import * as z from 'zod';
import { msg } from '../../contract/message.ts';
import { RecordStore } from '../../kit/records/RecordStore.ts';

/** Of what the fields' names and texts mean. Raised where one comes to mean something else. */
export const FORM_VERSION = 1;

export const FormRecord = z.object({
  /** Which form it is. */
  id: z.string(),
  version: z.number().int().positive(),
  fields: z.record(z.string(), z.unknown()),
});
export type FormRecord = z.infer<typeof FormRecord>;

export const formRecords = new RecordStore('weft-forms', msg('the forms'), FormRecord);
