/** The values to try for each parameter. */
export type ParameterValues = Readonly<Record<string, readonly unknown[]>>;

/** One combination: a value for each parameter of the grid. */
export interface GridPoint {
  readonly [param: string]: unknown;
}

/**
 * All combinations, in the order of scikit-learn's `ParameterGrid`: the parameters sorted by name, the last
 * one varying fastest. An empty grid has one combination, the empty one.
 *
 * Throws a TypeError for a parameter whose values are not a list, a RangeError for an empty list.
 */
export function parameterGrid(grid: ParameterValues): GridPoint[] {
  let points: GridPoint[] = [{}];
  for (const name of Object.keys(grid).sort()) {
    const values = grid[name];
    if (!Array.isArray(values)) {
      throw new TypeError(`The grid's ${name} must be a list of values; got ${JSON.stringify(values)}.`);
    }
    if (values.length === 0) {
      throw new RangeError(`The grid's ${name} must have at least one value; got an empty list.`);
    }
    points = points.flatMap((point) => values.map((value) => ({ ...point, [name]: value })));
  }
  return points;
}
