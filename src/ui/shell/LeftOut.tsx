import { useApp } from '../app/useApp';
import { useSession } from '../app/useStudio';
import { Button } from '../kit/controls/Button';
import { Strip } from '../kit/Strip';
import { HIDEABLE } from './hideable';

/** Says what the link that was opened leaves out of the screen, and brings it back. */
export function LeftOut() {
  const app = useApp();
  const hidden = useSession((session) => session.hidden);
  const labels = HIDEABLE.filter(({ name }) => hidden.includes(name)).map(({ label }) => label);
  if (labels.length === 0) return null;
  const text = `Left out by the link: ${labels.join(', ')}`;
  return (
    <Strip label="Left out" title={text} text={text}>
      <Button size="compact-sm" onClick={() => app.session.setState({ hidden: [] })}>
        Show all
      </Button>
    </Strip>
  );
}
