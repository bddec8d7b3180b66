import type { RunSubject, View } from '../../state/live';
import { sameValue } from '../../state/sameValue';
import { useDocument, useLive } from '../kit/useStudio';
import classes from './InsidePanel.module.css';

/** Says what has changed since something was looked at: pictures of another network are never passed off as this one's. */
export function Stale({ since, what }: { since: RunSubject & { readonly view: View }; what: string }) {
  const design = useDocument(({ legal }) => legal);
  const { weights, input } = useLive(({ settings }) => settings);
  const shown = useLive((live) => live.shown);
  const sameDesign = sameValue({ ...design, clip: { ...design.clip, n: 1 } }, since.design);
  const sameClip = input === since.input && sameValue(shown, since.view);
  if (sameDesign && sameClip && sameValue(weights, since.weights)) return null;
  const changed = sameDesign ? (sameClip ? 'weights' : 'clip') : 'design';
  return (
    <p className={classes.warning} role="status">
      This is {what} as it was before: the {changed} changed since. Look again.
    </p>
  );
}
