/** What a record says of a package without its content: `1.2.0` of `1.2.0+3fa2c1d4e5f6`, empty where it has no version. */
export function packageVersion(text: string): string {
  return text.replaceAll(/\+[0-9a-f]{12}(?=,|$)/g, '');
}
