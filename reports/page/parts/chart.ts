import * as Plot from '@observablehq/plot';
import { parseHTML } from 'linkedom';
import { type Html, html, raw } from './html.js';

const { document } = parseHTML('<!doctype html><html></html>');

/**
 * A chart, drawn here as SVG. Colours in it are the style sheet's variables. What is seen at a mark is its `title`.
 * @param label what the chart shows, for those who do not see it.
 */
export function chart(label: string, options: Plot.PlotOptions): Html {
  const svg = Plot.plot({ ...options, className: 'plot', document }) as unknown as Element;
  // The page has its own style sheet, and allows no other.
  for (const style of Array.from(svg.querySelectorAll('style'))) style.remove();
  svg.setAttribute('role', 'img');
  svg.setAttribute('aria-label', label);
  for (const part of Array.from(svg.querySelectorAll('[aria-label]'))) part.removeAttribute('aria-label');
  return html`${raw(svg.outerHTML)}`;
}
