import { type ComponentProps, createContext, memo, type ReactNode, useContext } from 'react';
import { Hidden } from './controls/Hidden';
import { Popover } from './controls/Popover';
import classes from './ExplainPopover.module.css';

interface ExplainProps {
  /** What is asked about, as screen readers say it: `Width gives 32`. */
  readonly subject: string;
  readonly shown: ReactNode;
  readonly children: ReactNode;
}

const ExplainContext = createContext<ExplainProps>({ subject: '', shown: null, children: null });

/** A number that can be asked "why?": a click shows how it came about. As with figures, only what changes is rendered again. */
export function ExplainPopover(props: ExplainProps) {
  return (
    <ExplainContext value={props}>
      <ExplainButton />
    </ExplainContext>
  );
}

const ExplainButton = memo(function ExplainButton() {
  return (
    <Popover button={(button) => <Question {...button} />} width={320} className={classes.answer}>
      <Answer />
    </Popover>
  );
});

/** The button; the popover gives it the handlers it needs. */
function Question(given: ComponentProps<'button'>) {
  const { subject, shown } = useContext(ExplainContext);
  return (
    <button {...given} type="button" className={classes.asked}>
      <Hidden>Why {subject}? </Hidden>
      {shown}
    </button>
  );
}

function Answer() {
  return useContext(ExplainContext).children;
}
