const STOPS = 'a[href], button, input, select, textarea, summary, [tabindex]';

/** What the Tab key stops at in an element, in order. */
export function tabbable(root: Element | null): readonly HTMLElement[] {
  return [...(root?.querySelectorAll<HTMLElement>(STOPS) ?? [])].filter(
    (element) => element.tabIndex >= 0 && !element.matches(':disabled, [hidden], [hidden] *'),
  );
}
