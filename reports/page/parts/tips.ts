/**
 * What a chart's mark says, shown at once beside the pointer or finger. It runs in the browser; without it, browsers
 * show a mark's title after a while.
 */
export function showTips(): void {
  const tip = document.createElement('div');
  tip.id = 'tip';
  tip.hidden = true;
  document.body.append(tip);
  for (const title of Array.from(document.querySelectorAll('.plot title'))) {
    title.parentElement?.setAttribute('data-tip', title.textContent ?? '');
    title.remove();
  }
  document.addEventListener('pointerover', ({ target }) => {
    const text = target instanceof Element ? target.getAttribute('data-tip') : null;
    tip.hidden = text === null;
    if (text !== null) tip.textContent = text;
  });
  const follow = ({ clientX, clientY }: PointerEvent): void => {
    if (tip.hidden) return;
    const { width, height } = tip.getBoundingClientRect();
    const above = clientY - height - 12;
    // Through the object model: the page's policy allows no style in attributes.
    tip.style.left = `${Math.max(8, Math.min(clientX - width / 2, document.documentElement.clientWidth - width - 8))}px`;
    tip.style.top = `${above < 8 ? clientY + 20 : above}px`;
  };
  document.addEventListener('pointerover', follow);
  document.addEventListener('pointermove', follow);
}
