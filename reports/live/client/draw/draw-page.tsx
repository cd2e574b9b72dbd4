import { useEffect, useRef } from 'preact/hooks';
import { attempt } from '../state/state.js';

/** The drawing pad, whose code is loaded when it is first looked at. */
export function DrawPage() {
  const place = useRef<HTMLDivElement>(null);
  useEffect(() => {
    let isGone = false;
    let unmount = () => {};
    void attempt(async () => {
      const { mountDrawPad } = await import('./draw-pad.js');
      if (!isGone && place.current) unmount = mountDrawPad(place.current);
    });
    return () => {
      isGone = true;
      unmount();
    };
  }, []);
  return <div ref={place} />;
}
