/** What lies where a picture should be: a page or an answer that a failed download left under the picture's name. */
import { msg } from '../../../src/contract/message.ts';
import type { ByteReader } from '../ByteReader.ts';
import type { OtherKind } from './otherKinds.ts';

const AGAIN = msg('The download went wrong: save the picture itself once more and add it again.');

const PAGE = /^(?:<\?xml[^>]*>\s*)?(?:<!--[\s\S]*?-->\s*)*<(?:!doctype\s+html|html|head|body|title|script|meta)[\s>]/i;

/** Null where it is none of these. */
export function placeTaker(file: ByteReader): Required<OtherKind> | null {
  const text = textStart(file);
  if (PAGE.test(text)) return { name: msg('a web page'), advice: AGAIN };
  if (/^version https:\/\/git-lfs/.test(text)) {
    return {
      name: msg('a Git LFS pointer'),
      advice: msg(
        'Only the address of the picture is in it: run “git lfs pull” in its folder, or download the picture itself.',
      ),
    };
  }
  if (/^\{\s*"/.test(text)) return { name: msg('text in JSON'), advice: AGAIN };
  if (/^<\?xml[^>]*>\s*<(?:Error|Code|Message)[\s>]/.test(text))
    return { name: msg('a server’s error'), advice: AGAIN };
  return null;
}

/** The first letters, without the mark of their encoding and the space before them. */
function textStart(file: ByteReader): string {
  const start = file.ascii(0, 1024);
  const wide = start.startsWith('\xff\xfe') || start.startsWith('\xfe\xff');
  const text = wide ? start.slice(2).replaceAll('\0', '') : start.replace(/^\xef\xbb\xbf/, '');
  return text.trimStart();
}
