import type { Look } from '../state/display.js';

/** A sign for each look, so that colour is never all that tells them apart. On a square of 16 units. */
const PATHS: Readonly<Record<Look, string>> = {
  waiting: 'M8 8h.01',
  'looking-up': 'M7.2 11.2a4 4 0 1 0 0-8 4 4 0 0 0 0 8ZM10.2 10.2l3 3',
  queued: 'M4 8h.01M8 8h.01M12 8h.01',
  'computed-elsewhere': 'M3 8h8M8 4.5 11.5 8 8 11.5M13.5 4v8',
  running: 'M6 4.5v7l5.5-3.5Z',
  hit: 'M4 6.2h8M4 9.8h8',
  ran: 'm3.5 8.4 3 3 6-6.6',
  failed: 'm4.5 4.5 7 7m0-7-7 7',
  skipped: 'M4 8h8',
  'will-run': 'M8 12.5a4.5 4.5 0 1 0 0-9 4.5 4.5 0 0 0 0 9Z',
  'may-run': 'M8 3.5a4.5 4.5 0 0 1 0 9',
};

export function LookIcon({ look }: { readonly look: Look }) {
  return (
    <svg class="look-icon" viewBox="0 0 16 16" width="16" height="16" aria-hidden="true">
      <path d={PATHS[look]} />
    </svg>
  );
}
