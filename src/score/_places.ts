/** Where the rows of a file begin, counted over all files. */
export interface FileStart {
  readonly path: string;
  readonly first: number;
}

/** Names the place of a row as "file, row n", counted from 1 within its file. */
export function createPlaces(files: readonly FileStart[]): (index: number) => string {
  return (index) => {
    const file = files.findLast(({ first }) => first <= index);
    return file === undefined ? `row ${index + 1}` : `${file.path}, row ${index - file.first + 1}`;
  };
}
