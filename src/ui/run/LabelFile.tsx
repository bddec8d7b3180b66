import { useState } from 'react';
import { countText } from '../../text/numberText';
import { sentenceOf } from '../../text/sentence';
import { useApp } from '../app/useApp';
import { useLabels } from '../app/useLabels';
import { Button } from '../kit/controls/Button';
import { FileButton } from '../kit/controls/FileButton';
import { Note } from '../kit/Note';

const KINETICS_400 = 400;

/** Where the names of classes come from: a file of one's own, which this browser remembers. */
export function LabelFile({ classCount }: { classCount: number }) {
  const app = useApp();
  const { labels } = useLabels();
  const [fault, setFault] = useState<string | null>(null);
  const open = async (file: File) => {
    try {
      await app.labels.open(file);
      setFault(null);
    } catch (error) {
      setFault(sentenceOf(error));
    }
  };
  return (
    <>
      <FileButton accept=".txt,.json,.csv,.names,text/plain,application/json" onFile={(file) => void open(file)}>
        {labels ? 'Other labels…' : 'Labels…'}
      </FileButton>
      {labels && (
        <>
          <Button variant="subtle" color="gray" onClick={app.labels.forget}>
            Forget {labels.file}
          </Button>
          {labels.names.length !== classCount && (
            <Note inline>
              It names {countText(labels.names.length, 'class', 'classes')}, the network has {classCount}.
            </Note>
          )}
        </>
      )}
      {!labels && classCount === KINETICS_400 && (
        <Note inline>
          The names of Kinetics-400’s classes are a file of mmaction2’s, tools/data/kinetics/label_map_k400.txt; one
          name a line, JSON or CSV opens here.
        </Note>
      )}
      {fault && (
        <Note tone="warn" role="alert">
          {fault}
        </Note>
      )}
    </>
  );
}
