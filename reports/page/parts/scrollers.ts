/**
 * Lets the keyboard reach what is too wide for the screen, so that it can be scrolled, and says what it is; it runs in the
 * browser. What fits stays out of the way.
 */
export function markScrollers(): void {
  const mark = (): void => {
    for (const box of Array.from(document.querySelectorAll('.scroll'))) {
      if (box.scrollWidth > box.clientWidth) {
        box.setAttribute('tabindex', '0');
        box.setAttribute('role', 'region');
        box.setAttribute('aria-label', box.getAttribute('data-label') ?? '');
      } else {
        for (const name of ['tabindex', 'role', 'aria-label']) box.removeAttribute(name);
      }
    }
  };
  mark();
  window.addEventListener('resize', mark);
  // Details that are opened or closed tell nobody but themselves.
  document.addEventListener('toggle', mark, { capture: true });
}
