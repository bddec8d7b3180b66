import { Component, type ReactNode } from 'react';
import { designJson } from '../../design/designJson';
import type { App } from '../../state/app';
import { AppContext } from '../app/useApp';
import { Button } from '../kit/controls/Button';
import { download } from '../kit/download';
import { Stack } from '../kit/Stack';
import classes from './Boundary.module.css';

/**
 * The one place where a fault of ours ends up: it says so and offers the ways back. What broke goes into
 * the file of the work, for the developers. React has no hook for this, so it is the one class component.
 */
export class Boundary extends Component<{ children: ReactNode }, { error: Error | null }> {
  static override contextType = AppContext;
  declare context: App;
  override state: { error: Error | null } = { error: null };

  static getDerivedStateFromError(error: unknown) {
    return { error: error instanceof Error ? error : new Error(String(error)) };
  }

  override componentDidCatch() {
    this.context.autosave.pageBroke();
  }

  override render() {
    const { error } = this.state;
    if (!error) return this.props.children;
    return (
      <Stack as="main" gap="2" className={classes.fault}>
        <div role="alert">
          <h1>Something in X3D Studio broke</h1>
          <p>
            This is a fault of the program, not of the design. What was on the screen is set aside; the state before it
            can be drawn again.
          </p>
        </div>
        <Stack row>
          <Button
            variant="filled"
            onClick={() => {
              this.context.autosave.backToStateBefore();
              this.setState({ error: null });
            }}
          >
            Go back to the state before
          </Button>
          <Button onClick={this.context.autosave.startOver}>Start without what was opened</Button>
          <Button onClick={() => download('x3d-studio-work.json', new Blob([fileOfWork(this.context, error)]))}>
            Save the work as a file
          </Button>
        </Stack>
      </Stack>
    );
  }
}

/** The design as a file that opens here, and beside it what broke. */
function fileOfWork({ document }: App, { message, stack }: Error): string {
  const work: unknown = JSON.parse(designJson(document.getState()));
  return `${JSON.stringify({ ...Object(work), fault: { message, stack } }, null, 2)}\n`;
}
