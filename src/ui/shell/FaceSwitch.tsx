import { useApp } from '../app/useApp';
import { useFace, useSession } from '../app/useStudio';
import classes from './FaceSwitch.module.css';
import { FACES } from './faces';

/** Turns from one face of the app to another. */
export function FaceSwitch() {
  const app = useApp();
  const face = useFace();
  const hidden = useSession((session) => session.hidden);
  return (
    <nav className={classes.switch} aria-label="Faces">
      {FACES.filter(({ id }) => !hidden.includes(id) || id === face || id === 'design').map(({ id, name }) => (
        <button
          key={id}
          type="button"
          className={classes.face}
          aria-current={id === face ? 'page' : undefined}
          onClick={() => app.session.setState({ face: id })}
        >
          {name}
        </button>
      ))}
    </nav>
  );
}
