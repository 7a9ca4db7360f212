// @ts-check
// Says of a box that scrolls sideways that there is more than it shows: its CSS reads `data-more`.

/** @param {Element} box */
function look(box) {
  const left = box.scrollLeft > 1;
  const right = box.scrollLeft + box.clientWidth < box.scrollWidth - 1;
  const more = [left && 'left', right && 'right'].filter(Boolean).join(' ');
  if (box.getAttribute('data-more') !== more) box.setAttribute('data-more', more);
}

/** Watches a box and what is in it. @param {Element} box @returns {() => void} ends it */
export function hintAtMore(box) {
  const resized = new ResizeObserver(() => look(box));
  const scrolled = () => look(box);
  resized.observe(box);
  for (const child of box.children) resized.observe(child);
  box.addEventListener('scroll', scrolled, { passive: true });
  look(box);
  return () => {
    resized.disconnect();
    box.removeEventListener('scroll', scrolled);
  };
}
