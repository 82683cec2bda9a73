/** A folder as kohya's trainer takes it, with what trainers and systems leave beside the pictures. */

export const FOLDER = '10_sks fabric';

/** Path in the folder → what is in the file; pictures hold their own names. */
export const KOHYA_FILES: Readonly<Record<string, string>> = {
  '.DS_Store': 'Bud1',
  '._cloth-0.jpg': 'Mac OS X',
  'Thumbs.db': 'x',
  'desktop.ini': '[.ShellClassInfo]',
  'cloth-10.jpg': 'cloth-10.jpg',
  'cloth-10.txt': '\ufeffa sks fabric pattern, folded on a table\r\n',
  'cloth-2.jpg': 'cloth-2.jpg',
  'cloth-2.caption': 'a sks fabric pattern on a chair',
  'cloth-2.npz': 'PK\x03\x04',
  'cloth-1.jpg': 'cloth-1.jpg',
  'alone.txt': 'nobody’s caption',
  'metadata.jsonl':
    '{"file_name":"cloth-1.jpg","text":"a sks fabric"}\n{"file_name":"cloth-10.jpg","text":"not this"}\nnonsense\n',
};

/** As the browser hands over a folder that was chosen. */
export function asFiles(files: Readonly<Record<string, string>>, folder = FOLDER): File[] {
  return Object.entries(files).map(([path, content]) => {
    const file = new File([content], path.split('/').at(-1) ?? path);
    Object.defineProperty(file, 'webkitRelativePath', { value: `${folder}/${path}` });
    return file;
  });
}
