import { Button } from '@mantine/core';
import { opener } from '../../state/browserOpener';
import type { OpenFile } from '../../state/checkpoint';
import { compactText } from '../kit/numberText';
import { useShownFromTop } from '../kit/useShownFromTop';
import classes from './FileFacts.module.css';
import { OpenFileButton } from './OpenFileButton';

/** What each layout is called. */
const FORMATS: Readonly<Record<OpenFile['format'], string>> = {
  'torch zip': 'PyTorch, zip layout',
  'torch legacy': 'PyTorch, layout before 1.6',
  safetensors: 'safetensors',
  onnx: 'ONNX',
};

/** What the file is: layout, names, sizes, and what lies beside the weights. */
export function FileFacts({ file }: { file: OpenFile }) {
  const { name, size, format, naming, prefix, under, beside, tensorCount, tensorBytes } = file;
  const facts: readonly (readonly [string, string | null])[] = [
    ['Layout', FORMATS[format]],
    ['Names', prefix ? `${naming}, each after ${prefix}` : naming],
    ['Tensors', `${tensorCount}${under ? ` under ${under}` : ''}, ${compactText(tensorBytes)}B`],
    ['Beside them', beside.length > 0 ? `${beside.join(', ')} (not read)` : null],
  ];
  const top = useShownFromTop<HTMLDivElement>(file.checkpoint);
  return (
    <div ref={top} className={classes.file}>
      <div className={classes.title}>
        <h3 title={name}>{name}</h3>
        <span className={classes.size}>{compactText(size)}B</span>
        <span className={classes.actions}>
          <OpenFileButton label="Open another…" quiet />
          <Button variant="subtle" color="gray" onClick={() => void opener.close()}>
            Put away
          </Button>
        </span>
      </div>
      <dl className={classes.facts}>
        {facts.map(
          ([term, value]) =>
            value && (
              <div key={term}>
                <dt>{term}</dt>
                <dd>{value}</dd>
              </div>
            ),
        )}
      </dl>
    </div>
  );
}
