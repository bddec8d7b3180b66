import { useApp } from '../app/useApp';
import { useSession } from '../app/useStudio';
import { Button } from '../kit/controls/Button';
import classes from './Welcome.module.css';

/** One sentence for a first visit: where one is, and what there is to do. It stays until it is put away. */
export function Welcome() {
  const app = useApp();
  const shown = useSession(({ welcomed, presenting, sheet }) => !welcomed && !presenting && sheet === null);
  if (!shown) return null;
  return (
    <section className={classes.welcome} aria-label="Welcome">
      <p>
        This is an X3D network, which tells what happens in a video. Turn its knobs, open a checkpoint, run a clip; or
        begin with a lesson under Learn. Nothing leaves this page.
      </p>
      <Button size="compact-sm" onClick={() => app.session.setState({ welcomed: true })}>
        Got it
      </Button>
    </section>
  );
}
