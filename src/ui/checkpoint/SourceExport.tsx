import { useCallback, useState } from 'react';
import { exporterOf, type SourceLanguage } from '../../state/files/exporter';
import { copyText } from '../app/designFiles';
import { useApp } from '../app/useApp';
import { useDocument } from '../app/useStudio';
import { Button } from '../kit/controls/Button';
import { SegmentedControl } from '../kit/controls/SegmentedControl';
import { download } from '../kit/download';
import { Note } from '../kit/Note';
import { Stack } from '../kit/Stack';
import { useAnswer } from '../kit/useAnswer';
import classes from './ExportDialog.module.css';

/** What can be written, and under which name. */
const LANGUAGES: readonly {
  readonly value: SourceLanguage;
  readonly label: string;
  readonly file: string;
  readonly sentence: string;
}[] = [
  {
    value: 'pytorch',
    label: 'PyTorch',
    file: 'x3d.py',
    sentence: 'One readable module that needs torch alone; its state dict has the names of the files above.',
  },
  {
    value: 'mmaction2',
    label: 'mmaction2',
    file: 'x3d_config.py',
    sentence: 'All that mmaction2 1.x needs to train and test this network; the two lines marked EDIT are yours.',
  },
  {
    value: 'slowfast',
    label: 'SlowFast',
    file: 'x3d.yaml',
    sentence: 'All that SlowFast needs to train and test this network; the two lines marked EDIT are yours.',
  },
];

/** The network in the language of another code base: to read, to copy, to save; or why it has no words for it. */
export function SourceExport() {
  const app = useApp();
  const [language, setLanguage] = useState<SourceLanguage>('pytorch');
  const exporter = exporterOf(app);
  const design = useDocument(({ legal }) => legal);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the exporter reads the design; another one is written anew.
  const question = useCallback(
    (signal: AbortSignal) => exporter.source(language, signal),
    [exporter, language, design],
  );
  const { current: source, failure } = useAnswer(question);
  const about = LANGUAGES.find(({ value }) => value === language);
  return (
    <Stack as="section" aria-label="Source">
      <h3>Source</h3>
      <Stack row>
        <SegmentedControl aria-label="Code base" value={language} data={LANGUAGES} onChange={setLanguage} />
      </Stack>
      <p>{about?.sentence}</p>
      {source && 'text' in source && (
        <>
          {/* biome-ignore lint/a11y/noNoninteractiveTabindex: focus lets the keyboard scroll it. */}
          <section className={classes.source} tabIndex={0} aria-label={about?.file}>
            <pre>{source.text}</pre>
          </section>
          <Stack row>
            <Button
              variant="filled"
              onClick={() => void copyText(app, source.text, `${about?.label} source is copied.`)}
            >
              Copy
            </Button>
            <Button onClick={() => download(about?.file ?? 'x3d.txt', new Blob([source.text], { type: 'text/plain' }))}>
              Save {about?.file}
            </Button>
          </Stack>
        </>
      )}
      {source && 'reasons' in source && (
        <Note as="div" tone="bad" role="note">
          It cannot express this network:
          <ul>
            {source.reasons.map((reason) => (
              <li key={reason}>{reason}</li>
            ))}
          </ul>
        </Note>
      )}
      {failure && (
        <Note tone="bad" role="alert">
          {failure}
        </Note>
      )}
    </Stack>
  );
}
