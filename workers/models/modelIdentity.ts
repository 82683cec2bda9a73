/** What an added model is called: by people, and as a folder. */

const LONGEST = 60;

/** A repository at a commit has one folder, so that asking for it again goes on with what is there. */
export function hubModelId(repository: string, commit: string): string {
  return `${plain(repository)}-${commit.slice(0, 8)}`;
}

/** Two folders of one name on a person's disk may be two models. */
export function newModelId(name: string): string {
  return `${plain(name)}-${crypto.randomUUID().slice(0, 8)}`;
}

/** Letters, digits and single hyphens, as every file system takes them. */
function plain(name: string): string {
  const words = name
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .slice(0, LONGEST)
    .replace(/^-+|-+$/g, '');
  return words === '' ? 'model' : words;
}
