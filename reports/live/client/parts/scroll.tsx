import type { ComponentChildren } from 'preact';

/** What may be wider than its place and scrolls in it, by the keyboard too. */
export function Scroll({
  label,
  class: name = '',
  children,
}: {
  readonly label: string;
  readonly class?: string;
  readonly children: ComponentChildren;
}) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by the keyboard.
    <section class={`scroll ${name}`} aria-label={label} tabIndex={0}>
      {children}
    </section>
  );
}
