/** Where a file lay in the folder that it was dropped or chosen with. */

/**
 * The file's path, its folders parted by `/`; its name alone where it came by itself.
 * Dropped folders are read by react-dropzone, which notes each file's path as `/folder/file` or `./file`.
 */
export function pathOf(file: File): string {
  const path = file.webkitRelativePath || ('path' in file && typeof file.path === 'string' ? file.path : file.name);
  return path.replace(/^(\.?\/)+/, '');
}
