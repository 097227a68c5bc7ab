/** Which column each row got, -1 for none, and the sum of their weights. */
export interface Assignment {
  readonly columns: readonly number[];
  readonly total: number;
}

/**
 * The assignment of rows to columns, one to one, with the largest sum of weights; pairs without a positive weight stay
 * apart. By shortest augmenting paths with potentials (Kuhn 1955; Jonker and Volgenant 1987); work grows with the smaller
 * side squared times the larger.
 */
export function assign(weights: readonly (readonly number[])[]): Assignment {
  const height = weights.length;
  const width = weights[0]?.length ?? 0;
  const weight = (row: number, column: number) => Math.max(0, weights[row]?.[column] ?? 0);
  const columns =
    height <= width
      ? cheapest(height, width, (row, column) => -weight(row, column))
      : inverted(
          cheapest(width, height, (row, column) => -weight(column, row)),
          height,
        );
  const kept = columns.map((column, row) => (column >= 0 && weight(row, column) > 0 ? column : -1));
  return { columns: kept, total: kept.reduce((sum, column, row) => sum + (column < 0 ? 0 : weight(row, column)), 0) };
}

function inverted(columns: readonly number[], size: number): readonly number[] {
  const rows = Array.from({ length: size }, () => -1);
  columns.forEach((column, row) => (rows[column] = row));
  return rows;
}

/** The cheapest column of every row, for at most as many rows as columns. */
function cheapest(height: number, width: number, cost: (row: number, column: number) => number): readonly number[] {
  // one column more than there are: the last one holds the row that is being added
  const owner = new Int32Array(width + 1).fill(-1);
  const rowPotential = new Float64Array(height);
  const columnPotential = new Float64Array(width + 1);
  const slack = new Float64Array(width);
  const before = new Int32Array(width);
  const seen = new Uint8Array(width + 1);
  for (let added = 0; added < height; added++) {
    slack.fill(Infinity);
    before.fill(width);
    seen.fill(0);
    owner[width] = added;
    let at = width;
    while ((owner[at] ?? -1) !== -1) {
      seen[at] = 1;
      const row = owner[at] ?? 0;
      let least = Infinity;
      let next = at;
      for (let column = 0; column < width; column++) {
        if (seen[column] === 1) continue;
        const reduced = cost(row, column) - (rowPotential[row] ?? 0) - (columnPotential[column] ?? 0);
        if (reduced < (slack[column] ?? 0)) {
          slack[column] = reduced;
          before[column] = at;
        }
        if ((slack[column] ?? 0) < least) {
          least = slack[column] ?? 0;
          next = column;
        }
      }
      for (let column = 0; column <= width; column++) {
        if (seen[column] === 1) {
          const owned = owner[column] ?? 0;
          rowPotential[owned] = (rowPotential[owned] ?? 0) + least;
          columnPotential[column] = (columnPotential[column] ?? 0) - least;
        } else if (column < width) slack[column] = (slack[column] ?? 0) - least;
      }
      at = next;
    }
    while (at !== width) {
      const previous = before[at] ?? width;
      owner[at] = owner[previous] ?? -1;
      at = previous;
    }
  }
  const columns = Array.from({ length: height }, () => -1);
  owner.subarray(0, width).forEach((row, column) => {
    if (row !== -1) columns[row] = column;
  });
  return columns;
}
