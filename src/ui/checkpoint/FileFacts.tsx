import type { OpenFile } from '../../state/files/checkpoint';
import { openerOf } from '../../state/files/opener';
import { shownName, shownNames } from '../../text/harmless';
import { compactText } from '../../text/numberText';
import { useApp } from '../app/useApp';
import { Choice } from '../kit/Choice';
import { Button } from '../kit/controls/Button';
import { Note } from '../kit/Note';
import { Stack } from '../kit/Stack';
import { Text } from '../kit/Text';
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
  const opener = openerOf(useApp());
  const { name, size, format, naming, prefix, under, notRead, stateDicts, tensorCount, tensorBytes } = file;
  const facts: readonly (readonly [string, string | null])[] = [
    ['Layout', FORMATS[format]],
    ['Names', prefix ? `${naming}, after ${shownName(prefix)}` : naming],
    ['Tensors', `${tensorCount}${under ? ` under ${shownName(under)}` : ''}, ${compactText(tensorBytes)}B`],
    ['Beside them', besideText(file)],
    ['Only named', notRead.length > 0 ? `${shownNames(notRead)} (neither built nor read)` : null],
  ];
  const top = useShownFromTop<HTMLDivElement>(file.checkpoint);
  return (
    <Stack ref={top} gap="half">
      <Stack row nowrap>
        <Text as="h3" size="md" ellipsis title={name}>
          {name}
        </Text>
        <Note inline style={{ flex: 'none' }}>
          {compactText(size)}B
        </Note>
        <span className={classes.actions}>
          <OpenFileButton label="Open another…" quiet />
          <Button variant="subtle" color="gray" onClick={() => void opener.close()}>
            Put away
          </Button>
        </span>
      </Stack>
      <Stack as="dl" row align="start" gap="half 2" className={classes.facts}>
        {stateDicts.length > 1 && (
          <div>
            <dt>State dict</dt>
            <dd>
              <StateDictChoice file={file} />
            </dd>
          </div>
        )}
        {facts.map(
          ([term, value]) =>
            value && (
              <div key={term}>
                <dt>{term}</dt>
                <dd>{value}</dd>
              </div>
            ),
        )}
      </Stack>
    </Stack>
  );
}

/** What lies beside the weights, and whether the network was read from it; null where there is nothing. */
function besideText({ beside, recognition }: OpenFile): string | null {
  const words = recognition.source === null ? [] : (recognition.stated ?? []).map(({ where }) => where);
  const read = recognition.source === 'metadata' ? ['meta'] : words;
  const isRead = (key: string) =>
    read.some((where) => where === key || (/^[.:,]/.test(where.slice(key.length)) && where.startsWith(key)));
  const [of, rest] = [beside.filter(isRead), beside.filter((key) => !isRead(key))];
  const texts = [of.length > 0 && `${shownNames(of)} (read)`, rest.length > 0 && `${shownNames(rest)} (not read)`];
  return texts.filter(Boolean).join('; ') || null;
}

/** Which of a file's state dicts is shown: the weights that were trained, or a copy of them (averaged, a teacher's). */
function StateDictChoice({ file: { stateDicts } }: { file: OpenFile }) {
  const opener = openerOf(useApp());
  return (
    <Choice
      label="State dict"
      hidden
      value={stateDicts[0]?.key ?? ''}
      options={[...stateDicts]
        .sort((a, b) => a.key.localeCompare(b.key))
        .map(({ key, known }) => ({ value: key, label: `${shownName(key)} (${known} names known)` }))}
      onChange={(key) => void opener.takeStateDict(key)}
    />
  );
}
