import { type DragEvent, useEffect, useState } from 'react';
import { bench } from '../../state/browserBench';
import { ClipColumn } from './ClipColumn';
import { ResultColumn } from './ResultColumn';
import { RunColumn } from './RunColumn';
import classes from './RunPanel.module.css';

/** Where the network on the screen runs: the clip it gets, how it runs, and what comes out. Takes a dropped video. */
export function RunPanel() {
  const [isOver, setIsOver] = useState(false);
  useEffect(() => {
    void bench.probe();
  }, []);
  const onDrop = (event: DragEvent) => {
    event.preventDefault();
    setIsOver(false);
    const [file] = event.dataTransfer.files;
    if (file) void bench.configure({ input: { kind: 'file', file } });
  };
  return (
    <section
      className={classes.panel}
      aria-label="Run"
      data-over={isOver || undefined}
      onDragOver={(event) => {
        event.preventDefault();
        setIsOver(true);
      }}
      onDragLeave={() => setIsOver(false)}
      onDrop={onDrop}
    >
      <div className={classes.columns}>
        <ClipColumn />
        <RunColumn />
        <ResultColumn />
      </div>
    </section>
  );
}
