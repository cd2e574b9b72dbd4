import * as z from 'zod';

/** Params of the nearest centroid classifier: none. The metric is Euclidean, and centroids are not shrunken. */
export const nearestCentroidParams = z.strictObject({});

/** Checked params: what `nearestCentroidParams` returns. */
export type NearestCentroidParams = z.output<typeof nearestCentroidParams>;
