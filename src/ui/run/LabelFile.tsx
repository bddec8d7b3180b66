import { Button, FileButton } from '@mantine/core';
import { useState } from 'react';
import { forgetLabels, openLabels } from '../../state/labels';
import { countText } from '../kit/numberText';
import { useLabels } from '../kit/useLabels';
import classes from './parts.module.css';

/** Where the names of classes come from: a file of one's own, which this browser remembers. */
export function LabelFile({ classCount }: { classCount: number }) {
  const { labels } = useLabels();
  const [fault, setFault] = useState<string | null>(null);
  const open = async (file: File) => {
    try {
      await openLabels(file);
      setFault(null);
    } catch (error) {
      setFault(error instanceof Error ? error.message : String(error));
    }
  };
  return (
    <>
      <FileButton
        accept=".txt,.json,.csv,.names,text/plain,application/json"
        onChange={(file) => file && void open(file)}
      >
        {(props) => <Button {...props}>{labels ? 'Other labels…' : 'Labels…'}</Button>}
      </FileButton>
      {labels && (
        <>
          <Button variant="subtle" color="gray" onClick={forgetLabels}>
            Forget {labels.file}
          </Button>
          {labels.names.length !== classCount && (
            <span className={classes.note}>
              It names {countText(labels.names.length, 'class', 'classes')}, the network has {classCount}.
            </span>
          )}
        </>
      )}
      {fault && (
        <p className={classes.warning} role="alert">
          {fault}
        </p>
      )}
    </>
  );
}
