import { byHand } from '../../design/byHand';
import type { Design } from '../../design/design';
import { sameValue } from '../../design/sameValue';
import { fitText, lacksClassifier } from '../../present/fitText';
import {
  nearestDesign,
  type OpenFile,
  type Recognition,
  recognitionOf,
  storesTheSame,
} from '../../state/files/checkpoint';
import { openerOf } from '../../state/files/opener';
import { countText } from '../../text/numberText';
import { useApp } from '../app/useApp';
import { useCheckpoint, useDocument } from '../app/useStudio';
import { Button } from '../kit/controls/Button';
import { Note } from '../kit/Note';
import { Stack } from '../kit/Stack';
import { Text } from '../kit/Text';
import { FieldEditor, hasEditor } from './FieldEditor';
import { GraphRunView } from './GraphRunView';
import classes from './RecognitionView.module.css';

/** The design a file stands for: what its names and shapes decide, and what they leave to the person. */
export function RecognitionView({ file }: { file: OpenFile }) {
  const opener = openerOf(useApp());
  const recognition = recognitionOf(file);
  const shown = useDocument(({ legal }) => recognition !== null && storesTheSame(recognition.design, legal));
  const changed = useDocument(
    ({ legal }) => recognition?.source === 'graph' && !sameValue(computedBy(legal), computedBy(recognition.design)),
  );
  const isNearest = useDocument(({ legal }) => sameValue(nearestDesign(file), legal));
  const ledger = useCheckpoint((state) => state.ledger);
  if (file.recognition.source === null)
    return (
      <Note as="div" tone="warn">
        <p>{file.recognition.reason}</p>
        <p>
          It is fitted to the network on the screen{isNearest ? ', the nearest to it' : ''}: listed below is what of it
          has a place there.
        </p>
        {file.recognition.nearest && !isNearest && (
          <p>
            It comes nearest to another design.{' '}
            <Button onClick={() => opener.showDesign()}>Use the nearest design</Button>
          </p>
        )}
      </Note>
    );
  if (recognition === null) return null;
  return (
    <>
      <Note as="div" tone={shown ? 'good' : 'warn'}>
        <p>
          <strong>{headline(recognition)}</strong> {SOURCES[recognition.source]}
        </p>
        {recognition.notes?.map((note) => (
          <p key={note}>{note}</p>
        ))}
        {byHand(recognition.design).map((stage) => (
          <p key={stage}>Set by hand, {stage}.</p>
        ))}
        {ledger && lacksClassifier(ledger) && <p>The file has no classifier: the scores of the classes are random.</p>}
        {shown ? (
          <p>
            {ledger ? fitText(ledger) : ''}
            {changed ? ' It was changed since: it computes something else than the file’s graph.' : ''}
          </p>
        ) : (
          <p>
            The network on the screen is another one.{' '}
            <Button variant="filled" onClick={() => opener.showDesign()}>
              Use this design
            </Button>
          </p>
        )}
      </Note>
      <GraphRunView />
      {recognition.source !== 'metadata' && <Certainty recognition={recognition} editable={shown} />}
    </>
  );
}

/** What a design was recognised from. */
const SOURCES: Readonly<Record<Recognition['source'], string>> = {
  metadata: 'The file says so itself: it was written here.',
  'names and shapes': 'Recognised from names and shapes.',
  graph: 'Recognised from its graph.',
};

/** What of a design has a say in what is computed, whatever the clip. */
const computedBy = ({ reference, head, overrides }: Design) => ({ reference, head, overrides });

function headline({ design: { reference, head } }: Recognition): string {
  const { gamma_w, gamma_b, gamma_d } = reference;
  return `X3D with γw ${gamma_w ?? 'None'}, γb ${gamma_b}, γd ${gamma_d ?? 'None'}, ${head ? countText(head.num_classes, 'class', 'classes') : 'no head'}.`;
}

/** How sure each field is. What is open is edited on the network on the screen, once that is this one. */
function Certainty({ recognition, editable }: { recognition: Recognition; editable: boolean }) {
  const { decided, undecided, stated = [] } = recognition;
  const intervals = new Set(decided.flatMap(({ field, interval }) => (interval ? [field] : [])));
  const open = undecided.filter(({ field }) => !intervals.has(field));
  return (
    <>
      <Fields title="Names and shapes decide">
        {decided.map(({ field, value, interval }) => {
          const reason = undecided.find((other) => other.field === field)?.reason;
          return (
            <Row
              key={field}
              field={field}
              value={interval && editable ? <FieldEditor field={field} /> : value}
              because={interval && reason ? `${reason}; the simplest is ${value}` : undefined}
            />
          );
        })}
      </Fields>
      {stated.length > 0 && (
        <Fields title="The file states">
          {stated.map(({ field, value, where, tensors }) => (
            <Row
              key={field}
              field={field}
              value={
                editable && tensors === undefined && hasEditor(field) ? (
                  <FieldEditor field={field} />
                ) : (
                  (tensors ?? value)
                )
              }
              because={tensors === undefined ? `${where} = ${value}` : `${where} states ${value}; the tensors count`}
            />
          ))}
        </Fields>
      )}
      {open.length > 0 && (
        <Fields title="They leave open">
          {open.map(({ field, value, reason }) => (
            <Row
              key={field}
              field={field}
              value={editable ? <FieldEditor field={field} /> : value}
              because={`usually ${value}; ${reason}`}
            />
          ))}
        </Fields>
      )}
    </>
  );
}

function Fields({ title, children }: { title: string; children: React.ReactNode }) {
  return (
    <Stack as="section" gap="half" aria-label={title}>
      <Text as="h4" tone="ink-2">
        {title}
      </Text>
      <dl className={classes.fields}>{children}</dl>
    </Stack>
  );
}

function Row({ field, value, because }: { field: string; value: React.ReactNode; because?: string | undefined }) {
  return (
    <div>
      <dt>
        <code>{field.replace('reference.', '')}</code>
      </dt>
      <Stack as="dd" row gap="quarter 1">
        {value}
        {because && (
          <Text as="span" size="xs" tone="ink-3" style={{ flex: '1 1 160px' }}>
            {because}
          </Text>
        )}
      </Stack>
    </div>
  );
}
