import { html, raw } from 'hono/html';

// `html` escapes whatever is put into it, unless it comes from `html` or `raw` itself. Only what other libraries
// rendered (pictures of charts) and this folder's own constants go through `raw`.
export { html, raw };

/** A piece of a page. */
export type Html = ReturnType<typeof html>;
