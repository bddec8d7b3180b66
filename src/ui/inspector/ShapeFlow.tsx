import { isGroup } from '../../architecture/walk';
import { sizeFormula } from '../../present/formulas';
import type { Subject } from '../../present/subject';
import type { Shape } from '../../tensor/shape';
import { ExplainPopover } from '../kit/ExplainPopover';
import classes from './Inspector.module.css';

/** The shape that goes in and the one that comes out, axis by axis. */
export function ShapeFlow({ subject }: { subject: Subject }) {
  const [only] = subject.parts;
  const formula = only && !isGroup(only) && only.path === subject.path ? sizeFormula(only) : [];
  return (
    <dl className={classes.shapes}>
      <dt>Input</dt>
      <dd>
        <ShapeText shape={subject.input} />
      </dd>
      <dt>Output</dt>
      <dd>
        {formula.length > 0 ? (
          <ExplainPopover
            subject={`the output is ${subject.output.join(' by ')}`}
            shown={<ShapeText shape={subject.output} />}
          >
            {formula.map((line) => (
              <p key={line}>{line}</p>
            ))}
          </ExplainPopover>
        ) : (
          <ShapeText shape={subject.output} />
        )}
      </dd>
    </dl>
  );
}

/** The axes of feature maps and of what comes after pooling. */
const AXES: Readonly<Record<number, string>> = { 2: 'N × C', 5: 'N × C × T × H × W' };

function ShapeText({ shape }: { shape: Shape }) {
  return (
    <span className={classes.shape}>
      {shape.join(' × ')}
      <span className={classes.axes}>{AXES[shape.length]}</span>
    </span>
  );
}
