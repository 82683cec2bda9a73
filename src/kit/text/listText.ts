/** Several things in one sentence. */

const LIST = new Intl.ListFormat('en-GB', { type: 'conjunction' });

/** `a, b and c` */
export const listText = (items: Iterable<string>): string => LIST.format(items);
