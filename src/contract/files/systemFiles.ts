/** Files that no person put where they lie. */

/** What macOS and Windows put into folders, and hidden files. @param path with its folders, parted by `/` */
export function isSystemFile(path: string): boolean {
  return /(?:^|\/)(?:__MACOSX\/|\.|Thumbs\.db$|desktop\.ini$|\$RECYCLE\.BIN\/|System Volume Information\/)/i.test(path);
}
