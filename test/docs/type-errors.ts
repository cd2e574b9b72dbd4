import path from 'node:path';
import ts from 'typescript';

/** What the compiler says of some files of a folder of sources: each error's first line. */
export function typeErrors(folder: string, files: readonly string[]): string[] {
  const { config } = ts.readConfigFile(path.join(folder, 'tsconfig.json'), ts.sys.readFile);
  const { options } = ts.parseJsonConfigFileContent(config, ts.sys, folder);
  const paths = files.map((file) => path.join(folder, file));
  const program = ts.createProgram(paths, { ...options, noEmit: true });
  return paths.flatMap((file) => {
    const source = program.getSourceFile(file);
    const found = [...program.getSyntacticDiagnostics(source), ...program.getSemanticDiagnostics(source)];
    return found.map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, '\n').split('\n')[0]!);
  });
}
