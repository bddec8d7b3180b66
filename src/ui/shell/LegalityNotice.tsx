import { useApp } from '../app/useApp';
import { useProblems, useShown } from '../app/useStudio';
import { Button } from '../kit/controls/Button';
import { WarningIcon } from '../kit/icons';
import { Words } from '../kit/Words';
import classes from './LegalityNotice.module.css';

/** Says that the graph shows the last legal network, while the design on the form is no network. */
export function LegalityNotice() {
  const app = useApp();
  const legal = useShown(({ design, legal }) => design === legal);
  const problem = useProblems().find(({ severity }) => severity === 'error');
  if (legal || !problem) return null;
  const { mend } = problem;
  return (
    <div className={classes.notice} role="status">
      <WarningIcon />
      <p>
        <strong>This is the last legal network.</strong> <Words text={problem.message} />
      </p>
      {mend && (
        <Button onClick={() => app.document.setDesign(mend.design)}>
          <span>
            <Words text={mend.label} />
          </span>
        </Button>
      )}
      <Button variant="subtle" color="gray" onClick={app.document.undo}>
        Undo
      </Button>
    </div>
  );
}
