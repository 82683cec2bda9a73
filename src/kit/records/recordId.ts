/** Identifiers for records. */

/** A new identifier. Not crypto.randomUUID, which is missing where the page is served without TLS from another machine. */
export function newRecordId(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(12));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
