/** A text with elements in it: what stands between `<a>` and `</a>` goes into the element of that name. */
import { Fragment, type ReactElement } from 'react';

interface RichProps {
  /** In the page's language. */
  text: string;
  /** Makes the elements, by the names of their tags. */
  parts: Readonly<Record<string, (within: string) => ReactElement>>;
}

const TAG = /<(\w+)>(.*?)<\/\1>/s;

export function Rich({ text, parts }: RichProps) {
  // Splitting leaves, by turns: text, a tag's name, what stands within it.
  const pieces = text.split(TAG);
  return pieces.map((piece, index) => {
    if (index % 3 === 1) return null;
    const part = index % 3 === 2 ? parts[pieces[index - 1] ?? ''] : undefined;
    // biome-ignore lint/suspicious/noArrayIndexKey: pieces of one sentence, which don't move
    return <Fragment key={index}>{part ? part(piece) : piece}</Fragment>;
  });
}
