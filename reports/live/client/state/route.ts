import { signal } from '@preact/signals';

/** Where in the page one is: it is in the address, so that it can be linked to and gone back from. */
export type Route =
  | { readonly page: 'study'; readonly step?: string }
  | { readonly page: 'runs'; readonly before?: string; readonly now?: string }
  | { readonly page: 'draw' };

export const route = signal<Route>(read());

addEventListener('hashchange', () => {
  route.value = read();
});

/** The address of a place in the page. */
export function linkTo(place: Route): string {
  return `#/${partsOf(place).map(encodeURIComponent).join('/')}`;
}

function partsOf(place: Route): readonly string[] {
  switch (place.page) {
    case 'study':
      return place.step === undefined ? [] : ['step', place.step];
    case 'runs':
      return [
        'runs',
        ...(place.before === undefined || place.now === undefined ? [] : [place.before, place.now]),
      ];
    case 'draw':
      return ['draw'];
  }
}

export function go(place: Route): void {
  location.hash = linkTo(place);
}

function read(): Route {
  const [, first, second, third] = location.hash.split('/').map(decoded);
  if (first === 'step' && second) return { page: 'study', step: second };
  if (first === 'draw') return { page: 'draw' };
  if (first !== 'runs') return { page: 'study' };
  return { page: 'runs', ...(second && third ? { before: second, now: third } : {}) };
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
