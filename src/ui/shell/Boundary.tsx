import { Button } from '@mantine/core';
import { Component, type ReactNode } from 'react';
import { undo } from '../../state/document';
import classes from './Boundary.module.css';

/**
 * The one place where a fault of ours ends up: it says what broke and offers the way back. React has no hook for this,
 * so it is the one class component.
 */
export class Boundary extends Component<{ children: ReactNode }, { error: Error | null }> {
  override state: { error: Error | null } = { error: null };

  static getDerivedStateFromError(error: unknown) {
    return { error: error instanceof Error ? error : new Error(String(error)) };
  }

  override render() {
    const { error } = this.state;
    if (!error) return this.props.children;
    const again = () => this.setState({ error: null });
    return (
      <main className={classes.fault} role="alert">
        <h1>Something in X3D Studio broke</h1>
        <p>Your design is kept. This is a fault of the program, not of the design:</p>
        <pre>{error.message}</pre>
        <div className={classes.actions}>
          <Button
            variant="filled"
            onClick={() => {
              undo();
              again();
            }}
          >
            Undo the last step
          </Button>
          <Button onClick={again}>Try again</Button>
          <Button onClick={() => window.location.reload()}>Reload</Button>
        </div>
      </main>
    );
  }
}
